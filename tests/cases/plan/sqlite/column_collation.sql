-- A collation takes a rebuild.
-- old
CREATE TABLE t (a TEXT, b INT);
-- rows
INSERT INTO t VALUES ('A', 1);
-- new
CREATE TABLE t (a TEXT COLLATE NOCASE, b INT);
-- asks
SELECT a, b FROM t
