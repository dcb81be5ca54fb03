-- A column that SQLite does not drop takes a rebuild.
-- hazards: loses-data t.b, rewrites-table t
-- old
CREATE TABLE t (a INT, b TEXT UNIQUE, c INT);
-- rows
INSERT INTO t VALUES (1, 'x', 3), (2, 'y', 4);
-- new
CREATE TABLE t (a INT, c INT);
-- asks
SELECT rowid, a, c FROM t ORDER BY 1
