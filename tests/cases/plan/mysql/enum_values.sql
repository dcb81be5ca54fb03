-- Values of an enum and a set come in the middle and go.
-- hazards: loses-data t.e, loses-data t.s
-- old
CREATE TABLE t (e enum('a','b','c'), s set('x','y'));
-- rows
INSERT INTO t VALUES ('c', 'x');
-- new
CREATE TABLE t (e enum('z','c','a'), s set('w','x'));
-- asks
SELECT e, s FROM t
