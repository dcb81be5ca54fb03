-- A constraint of a column becomes one of the table.
-- old
CREATE TABLE t (a INT PRIMARY KEY, b INT);
-- rows
INSERT INTO t VALUES (7, 1);
-- new
CREATE TABLE t (a INT, b INT, PRIMARY KEY (a));
-- asks
SELECT a, b FROM t
