-- The key of a foreign key's target changes its form while the foreign key stays.
-- old
CREATE TABLE p (a int NOT NULL, b int NOT NULL, UNIQUE KEY ab (a, b), KEY b (b));
CREATE TABLE c (a int, b int, CONSTRAINT c_ab FOREIGN KEY (a, b) REFERENCES p (a, b));
-- new
CREATE TABLE p (a int NOT NULL, b int NOT NULL, PRIMARY KEY (a, b), KEY b (b, a));
CREATE TABLE c (a int, b int, CONSTRAINT c_ab FOREIGN KEY (a, b) REFERENCES p (a, b));
