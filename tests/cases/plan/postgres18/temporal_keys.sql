-- Keys WITHOUT OVERLAPS and foreign keys with PERIOD come and go.
-- old
CREATE TABLE t (id int4range, at daterange);
-- new
CREATE TABLE t (id int4range, at daterange, PRIMARY KEY (id, at WITHOUT OVERLAPS));
CREATE TABLE u (t int4range, at daterange, FOREIGN KEY (t, PERIOD at) REFERENCES t (id, PERIOD at));
