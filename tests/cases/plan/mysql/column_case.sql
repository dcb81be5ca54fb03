-- Another letter case is no other column: its values stay.
-- hazards:
-- old
CREATE TABLE t (id int PRIMARY KEY, Name varchar(10));
-- rows
INSERT INTO t VALUES (1, 'a');
-- new
CREATE TABLE t (id int PRIMARY KEY, name varchar(10));
-- asks
SELECT id, name FROM t
