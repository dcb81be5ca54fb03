-- A table leaves InnoDB, and its foreign keys with it.
-- old
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (p int, CONSTRAINT c_p FOREIGN KEY (p) REFERENCES p (id));
-- rows
INSERT INTO p VALUES (1); INSERT INTO c VALUES (1);
-- new
CREATE TABLE p (id int PRIMARY KEY) ENGINE=MyISAM;
CREATE TABLE c (p int, KEY c_p (p)) ENGINE=Aria;
-- asks
SELECT p FROM c
