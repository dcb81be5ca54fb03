-- Indexes change by being made again.
-- hazards: may-fail-on-data i
-- old
CREATE TABLE t (a INT, b INT);
CREATE INDEX i ON t (a);
CREATE INDEX j ON t (b);
-- rows
INSERT INTO t VALUES (1, 2);
-- new
CREATE TABLE t (a INT, b INT);
CREATE UNIQUE INDEX i ON t (a DESC) WHERE b IS NOT NULL;
CREATE INDEX k ON t (b, a + 1);
-- asks
SELECT a, b FROM t
