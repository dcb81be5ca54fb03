-- Unique keys that are too long for a tree are kept by hash, and listed behind the others.
-- old
CREATE TABLE t (a text, b int, c varchar(9), d int NOT NULL, UNIQUE KEY d (d), UNIQUE KEY c (c(3)), KEY k (b));
-- rows
INSERT INTO t VALUES ('a', 1, 'c', 1);
-- new
CREATE TABLE t (a text, b int, c varchar(9), d int NOT NULL, e text NOT NULL, UNIQUE KEY a (a), UNIQUE KEY e (e), UNIQUE KEY b (b), UNIQUE KEY d (d), UNIQUE KEY c (c), KEY k (b));
-- asks
SELECT a, b, c, d FROM t
