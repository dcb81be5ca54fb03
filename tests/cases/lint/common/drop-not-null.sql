-- base postgres mariadb
CREATE TABLE users (id int PRIMARY KEY, email varchar(80) NOT NULL);
-- bad postgres
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
-- finds
1:1 warning: users.email may be NULL now: code that reads it has never met one
-- bad mariadb
ALTER TABLE users MODIFY email varchar(80);
-- finds
1:1 warning: users.email may be NULL now: code that reads it has never met one
-- ok postgres
ALTER TABLE users ADD COLUMN name text NOT NULL DEFAULT '';
ALTER TABLE users ALTER COLUMN name DROP NOT NULL;
-- ok mariadb
ALTER TABLE users MODIFY email varchar(90) NOT NULL;
