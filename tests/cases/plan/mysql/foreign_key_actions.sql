-- A foreign key changes its actions and its name; one goes with its column, one comes with a new table.
-- hazards: loses-data c.b, may-fail-on-data c
-- old
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (a int, b int, CONSTRAINT c_a FOREIGN KEY (a) REFERENCES p (id), CONSTRAINT c_b FOREIGN KEY (b) REFERENCES p (id));
-- new
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE q (id int PRIMARY KEY, p int, FOREIGN KEY (p) REFERENCES p (id) ON UPDATE CASCADE);
CREATE TABLE c (a int, CONSTRAINT c_a FOREIGN KEY (a) REFERENCES p (id) ON DELETE SET NULL ON UPDATE CASCADE);
