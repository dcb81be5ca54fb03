-- A default that is an expression cannot be added to rows in place.
-- hazards: rewrites-table t
-- old
CREATE TABLE t (a INT);
-- rows
INSERT INTO t VALUES (1);
-- new
CREATE TABLE t (a INT, at TEXT DEFAULT CURRENT_TIMESTAMP);
-- asks
SELECT a FROM t
