/*!40101 SET @scan = '*/;' */;
SELECT 1 /*! , "a */" /* ; */ , 2 */;
SELECT 3;
