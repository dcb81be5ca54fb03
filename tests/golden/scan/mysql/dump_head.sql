-- MySQL dump 10.13  Distrib 8.0.36
--
-- Host: localhost    Database: x
-- ------------------------------------------------------

/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
CREATE TABLE `scan_t` (
  `id` int NOT NULL, -- the key; it's unique
  PRIMARY KEY (`id`)
) ENGINE=InnoDB /*!50100 PARTITION BY HASH (id) PARTITIONS 2 */;
INSERT INTO `scan_t` VALUES (1),(2);
