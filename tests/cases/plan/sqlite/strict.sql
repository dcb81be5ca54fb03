-- A table becomes STRICT.
-- old
CREATE TABLE t (a INT, b TEXT);
-- rows
INSERT INTO t VALUES (1, 'x');
-- new
CREATE TABLE t (a INT, b TEXT) STRICT;
-- asks
SELECT a, b FROM t
