-- A constraint gets a name.
-- old
CREATE TABLE t (a INT CHECK (a > 0));
-- rows
INSERT INTO t VALUES (1);
-- new
CREATE TABLE t (a INT CONSTRAINT positive CHECK (a > 0));
-- asks
SELECT a FROM t
