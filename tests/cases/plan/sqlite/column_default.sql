-- A default that changes leaves the rows as they are.
-- hazards: rewrites-table t
-- old
CREATE TABLE t (a TEXT DEFAULT 'Old', b INT);
-- rows
INSERT INTO t (b) VALUES (1);
-- new
CREATE TABLE t (a TEXT DEFAULT 'old', b INT);
-- asks
SELECT a, b FROM t
