-- A column that is unique cannot be added in place.
-- hazards: rewrites-table t, may-fail-on-data t
-- old
CREATE TABLE t (a INT);
-- rows
INSERT INTO t VALUES (1), (2);
-- new
CREATE TABLE t (a INT, b TEXT UNIQUE);
-- asks
SELECT a FROM t
