-- A column that becomes the rowid takes nothing but integers.
-- hazards: may-fail-on-data t.id, loses-data t.id, rewrites-table t
-- old
CREATE TABLE t (id TEXT PRIMARY KEY, a INT);
-- rows
INSERT INTO t VALUES ('7', 1), ('9', 2);
-- new
CREATE TABLE t (id INTEGER PRIMARY KEY, a INT);
-- asks
SELECT CAST(id AS INT), a FROM t ORDER BY 1
