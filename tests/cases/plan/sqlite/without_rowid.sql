-- A table loses its rowids and gets new ones.
-- old
CREATE TABLE t (a INT PRIMARY KEY, b TEXT);
-- rows
INSERT INTO t VALUES (1, 'x');
-- new
CREATE TABLE t (a INT PRIMARY KEY, b TEXT) WITHOUT ROWID;
-- asks
SELECT a, b FROM t
