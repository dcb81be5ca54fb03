-- Two tables refer to each other, come and go together.
-- old
CREATE TABLE a (id int PRIMARY KEY, b int);
CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);
ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b;
CREATE TABLE self (id int PRIMARY KEY, up int REFERENCES self);
-- rows
INSERT INTO a VALUES (1);
-- new
CREATE TABLE z (id int PRIMARY KEY);
