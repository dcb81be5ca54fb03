-- A table that keeps its history gets a column and a key.
-- old
CREATE TABLE a (x int) WITH SYSTEM VERSIONING;
-- rows
INSERT INTO a VALUES (1); UPDATE a SET x = 2;
-- new
CREATE TABLE a (x int, y int NOT NULL DEFAULT 0, KEY kx (x)) WITH SYSTEM VERSIONING;
-- asks
SELECT x FROM a
