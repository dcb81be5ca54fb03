-- A unique key that was made before its column took NULL stays where it was listed.
-- old
CREATE TABLE t (id int PRIMARY KEY);
-- new
CREATE TABLE t (id int PRIMARY KEY);
CREATE TABLE u (a int NOT NULL, b int NOT NULL, UNIQUE KEY ua (a), UNIQUE KEY ub (b));
ALTER TABLE u MODIFY a int;
