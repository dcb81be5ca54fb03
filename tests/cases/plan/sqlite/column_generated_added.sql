-- A virtual generated column is added in place.
-- hazards:
-- old
CREATE TABLE t (a INT);
-- rows
INSERT INTO t VALUES (1);
-- new
CREATE TABLE t (a INT, d AS (a + 1));
-- asks
SELECT a FROM t
