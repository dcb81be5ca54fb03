-- A renamed table keeps its rows and what lives on it; names that the server made from the old one follow.
-- hazards:
-- renames: table old_name -> table new_name
-- old
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE old_name (id int PRIMARY KEY, p int, n int, KEY by_n (n), FOREIGN KEY (p) REFERENCES p (id), CONSTRAINT positive CHECK (n > 0));
CREATE TABLE c (o int, CONSTRAINT c_o FOREIGN KEY (o) REFERENCES old_name (id));
CREATE TRIGGER counted BEFORE INSERT ON old_name FOR EACH ROW SET NEW.n = 1;
-- rows
INSERT INTO p VALUES (1); INSERT INTO old_name VALUES (1, 1, 5); INSERT INTO c VALUES (1);
-- new
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE new_name (id int PRIMARY KEY, p int, n int, extra int, KEY by_n (n), FOREIGN KEY (p) REFERENCES p (id), CONSTRAINT positive CHECK (n > 0));
CREATE TABLE c (o int, CONSTRAINT c_o FOREIGN KEY (o) REFERENCES new_name (id));
CREATE TRIGGER counted BEFORE INSERT ON new_name FOR EACH ROW SET NEW.n = 1;
