-- Columns are added in their places and moved with as few moves as will do.
-- old
CREATE TABLE t (a int, b int, c int, d int);
-- rows
INSERT INTO t VALUES (1, 2, 3, 4);
-- new
CREATE TABLE t (x int, d int, a int, y int, b int, c int, z int);
-- asks
SELECT a, b, c, d FROM t
