-- Names with every odd character, and words that the server reserves, in all places.
-- old
CREATE TABLE plain (a int);
-- new
CREATE TABLE plain (a int);
CREATE TABLE `a``b, (c) 'd'` (`x y` int PRIMARY KEY, `select` int, `über (10)` varchar(10), UNIQUE KEY `k, ``1` (`select`), KEY `über` (`über (10)`(3)), CONSTRAINT `no; (` CHECK (`x y` <> 1), CONSTRAINT `f ``k` FOREIGN KEY (`select`) REFERENCES `a``b, (c) 'd'` (`x y`)) COMMENT='-- ; /* `x` */';
CREATE VIEW `from` AS SELECT `x y` AS `join`, `select` AS `,` FROM `a``b, (c) 'd'` `as` WHERE `über (10)` = 'from `plain`';
CREATE VIEW `zz` AS SELECT `from`.`join` AS `plain` FROM `from`;
CREATE TRIGGER `t;``r` BEFORE INSERT ON `a``b, (c) 'd'` FOR EACH ROW SET NEW.`select` = 1;
CREATE PROCEDURE `p; r`(`a b` int) SELECT `a b`;
CREATE SEQUENCE `s ``q`;
