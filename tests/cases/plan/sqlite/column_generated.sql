-- Generated columns come and go; what they hold is never copied.
-- hazards: rewrites-table t
-- old
CREATE TABLE t (a INT, b INT);
-- rows
INSERT INTO t VALUES (1, 2);
-- new
CREATE TABLE t (a INT, c INT GENERATED ALWAYS AS (a * 2) STORED, d AS (a + 1), b INT);
-- asks
SELECT a, b FROM t
