-- Tables that point at each other and at themselves come and go together.
-- old
CREATE TABLE keep (id int PRIMARY KEY);
-- new
CREATE TABLE keep (id int PRIMARY KEY);
CREATE TABLE a (id int PRIMARY KEY, b int, up int);
CREATE TABLE b (id int PRIMARY KEY, a int, CONSTRAINT b_a FOREIGN KEY (a) REFERENCES a (id));
ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES b (id), ADD CONSTRAINT a_up FOREIGN KEY (up) REFERENCES a (id);
