-- A plain table becomes a partitioned one: it is made anew, with all that hangs on it.
-- hazards: loses-data t, may-fail-on-data user_of.user_of_t_fkey
-- old
CREATE TABLE t (id int PRIMARY KEY, at date);
CREATE TABLE user_of (t int REFERENCES t);
CREATE VIEW v AS SELECT at FROM t;
-- new
CREATE TABLE t (id int PRIMARY KEY, at date) PARTITION BY HASH (id);
CREATE TABLE user_of (t int REFERENCES t);
CREATE VIEW v AS SELECT at FROM t;
