-- NOT NULL takes a rebuild, and rows that hold NULL are refused.
-- hazards: may-fail-on-data t.a, rewrites-table t
-- old
CREATE TABLE t (a TEXT, b INT);
-- rows
INSERT INTO t VALUES ('1', 1);
-- new
CREATE TABLE t (a TEXT NOT NULL, b INT);
-- asks
SELECT a, b FROM t
