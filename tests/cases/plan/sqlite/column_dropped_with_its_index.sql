-- A column whose index goes as well is dropped in place.
-- hazards: loses-data t.b
-- old
CREATE TABLE t (a INT, b TEXT);
CREATE INDEX t_b ON t (b);
-- rows
INSERT INTO t VALUES (1, 'x');
-- new
CREATE TABLE t (a INT);
-- asks
SELECT a FROM t
