/*!40101 SET @scan_old = @@character_set_client */;
/*!40101 SET NAMES utf8mb4 */;
SELECT /*! 1 */ + /*M!100000 2 */ + /*!99999999 3 */ 4;
/*M! SELECT 5 */;
