-- Types that have nothing in common: the column is made anew, in its place, and its values are told as lost.
-- hazards: loses-data t.a, loses-data t.b, loses-data t.c, loses-data t.d, may-fail-on-data t.d
-- old
CREATE TABLE t (id int, a uuid, b point, c inet4, d varchar(36), KEY ka (a, id), CONSTRAINT ca CHECK (a IS NOT NULL));
-- new
CREATE TABLE t (id int, a double, b datetime, c inet6, d uuid NOT NULL, KEY ka (a, id), CONSTRAINT ca CHECK (a IS NOT NULL));
