-- A column between others takes a rebuild; rows keep their rowids.
-- hazards: rewrites-table t
-- old
CREATE TABLE t (a INT, c INT);
-- rows
INSERT INTO t (rowid, a, c) VALUES (5, 1, 2), (9, 3, 4);
-- new
CREATE TABLE t (a INT, b INT, c INT);
-- asks
SELECT rowid, a, c FROM t ORDER BY 1
