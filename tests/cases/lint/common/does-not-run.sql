-- base
CREATE TABLE users (id int PRIMARY KEY);
-- bad postgres
ALTER TABLE people ADD COLUMN name text;
-- finds
1:1 error: does not run: relation "people" does not exist
-- bad sqlite
ALTER TABLE people ADD COLUMN name text;
-- finds
1:1 error: does not run: no such table: people
-- ok
ALTER TABLE users ADD COLUMN name varchar(80);
