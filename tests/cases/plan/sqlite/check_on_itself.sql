-- A check that names its table is made under that name.
-- old
CREATE TABLE t (a INT, CHECK (t.a > 0));
-- rows
INSERT INTO t VALUES (2);
-- new
CREATE TABLE t (a INT, CHECK (t.a > 1));
-- asks
SELECT a FROM t
