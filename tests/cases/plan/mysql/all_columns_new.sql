-- No column of before is left.
-- hazards: loses-data t.a, loses-data t.b
-- old
CREATE TABLE t (a int, b int);
-- new
CREATE TABLE t (c varchar(5), d int);
