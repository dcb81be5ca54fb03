-- Both ends of a foreign key change their type: it falls before and comes after.
-- old
CREATE TABLE p (id int NOT NULL PRIMARY KEY);
CREATE TABLE c (p int, CONSTRAINT c_p FOREIGN KEY (p) REFERENCES p (id) ON DELETE CASCADE);
-- rows
INSERT INTO p VALUES (1); INSERT INTO c VALUES (1), (NULL);
-- new
CREATE TABLE p (id bigint unsigned NOT NULL PRIMARY KEY);
CREATE TABLE c (p bigint unsigned, CONSTRAINT c_p FOREIGN KEY (p) REFERENCES p (id) ON DELETE CASCADE);
-- asks
SELECT p FROM c ORDER BY p
