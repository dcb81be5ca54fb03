-- A column is renamed, and then rebuilt with its values.
-- hazards: may-fail-on-data t.c, loses-data t.c, rewrites-table t
-- renames: column t.a -> column t.c
-- old
CREATE TABLE t (a INT, b INT);
-- rows
INSERT INTO t VALUES (1, 2);
-- new
CREATE TABLE t (c TEXT NOT NULL, b INT);
-- asks
SELECT b FROM t
