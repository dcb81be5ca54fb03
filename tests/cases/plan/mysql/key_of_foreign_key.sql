-- The key that a foreign key needs is replaced in the statement that drops it.
-- old
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (a int, b int, KEY ka (a), CONSTRAINT c_a FOREIGN KEY (a) REFERENCES p (id));
-- rows
INSERT INTO p VALUES (1); INSERT INTO c VALUES (1, 2);
-- new
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (a int, b int, KEY kab (a, b), CONSTRAINT c_a FOREIGN KEY (a) REFERENCES p (id));
-- asks
SELECT a, b FROM c
