-- A primary key moves to other columns while a foreign key leans on it.
-- old
CREATE TABLE p (id int NOT NULL, code int NOT NULL, PRIMARY KEY (id));
CREATE TABLE c (p int, CONSTRAINT c_p FOREIGN KEY (p) REFERENCES p (id));
-- rows
INSERT INTO p VALUES (1, 10); INSERT INTO c VALUES (1);
-- new
CREATE TABLE p (id int NOT NULL, code int NOT NULL, PRIMARY KEY (code), UNIQUE KEY p_id (id));
CREATE TABLE c (p int, CONSTRAINT c_p FOREIGN KEY (p) REFERENCES p (id));
-- asks
SELECT id, code FROM p
