-- The order of columns is the author's.
-- hazards: rewrites-table t
-- old
CREATE TABLE t (a INT, b INT, c INT);
-- rows
INSERT INTO t VALUES (1, 2, 3);
-- new
CREATE TABLE t (c INT, a INT, b INT);
-- asks
SELECT a, b, c FROM t
