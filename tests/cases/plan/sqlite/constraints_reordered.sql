-- The order of constraints is the author's.
-- old
CREATE TABLE t (a INT, b INT, UNIQUE (a), CHECK (b > 0));
-- rows
INSERT INTO t VALUES (1, 1);
-- new
CREATE TABLE t (a INT, b INT, CHECK (b > 0), UNIQUE (a));
-- asks
SELECT a, b FROM t
