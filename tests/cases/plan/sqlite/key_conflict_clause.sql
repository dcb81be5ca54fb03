-- An ON CONFLICT REPLACE of the new table does not eat rows while they are copied.
-- old
CREATE TABLE t (a INT, b INT);
-- rows
INSERT INTO t VALUES (1, 1), (2, 2);
-- new
CREATE TABLE t (a INT, b INT, UNIQUE (a) ON CONFLICT REPLACE);
-- asks
SELECT a, b FROM t ORDER BY 1
