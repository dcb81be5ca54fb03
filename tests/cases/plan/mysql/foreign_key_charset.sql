-- Text columns on both ends of a foreign key change their collation.
-- old
CREATE TABLE p (id varchar(10) PRIMARY KEY);
CREATE TABLE c (p varchar(10), n int, CONSTRAINT c_p FOREIGN KEY (p) REFERENCES p (id), KEY n (n));
-- rows
INSERT INTO p VALUES ('a'); INSERT INTO c VALUES ('a', 1);
-- new
CREATE TABLE p (id varchar(10) PRIMARY KEY) COLLATE utf8mb4_bin;
CREATE TABLE c (p varchar(10), n int, CONSTRAINT c_p FOREIGN KEY (p) REFERENCES p (id), KEY n (n)) COLLATE utf8mb4_bin;
-- asks
SELECT p, n FROM c
