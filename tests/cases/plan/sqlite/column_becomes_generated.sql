-- Values that are computed from now on are lost.
-- hazards: loses-data t.b, rewrites-table t
-- old
CREATE TABLE t (a INT, b INT);
-- rows
INSERT INTO t VALUES (1, 2);
-- new
CREATE TABLE t (a INT, b INT AS (a + 1));
-- asks
SELECT a FROM t
