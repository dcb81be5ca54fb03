-- A column is dropped in place; its values are lost.
-- hazards: loses-data t.b
-- old
CREATE TABLE t (a INT, b TEXT, c INT);
-- rows
INSERT INTO t VALUES (1, 'x', 2);
-- new
CREATE TABLE t (a INT, c INT);
-- asks
SELECT a, c FROM t
