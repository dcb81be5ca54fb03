-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int);
-- bad postgres
ALTER TABLE users ALTER COLUMN age TYPE bigint;
-- next file
ALTER TABLE users ALTER COLUMN email TYPE varchar(20);
-- finds
3_new.sql:1:1 warning: users is written anew here, and was by 2_new.sql:1 already
    -- one ALTER TABLE users with both actions
-- bad mariadb
ALTER TABLE users MODIFY age bigint;
-- next file
ALTER TABLE users MODIFY email varchar(20);
-- finds
3_new.sql:1:1 warning: users is written anew here, and was by 2_new.sql:1 already
    -- one ALTER TABLE users with both actions
-- ok postgres
ALTER TABLE users ALTER COLUMN age TYPE bigint, ALTER COLUMN email TYPE varchar(20);
-- ok mariadb
ALTER TABLE users MODIFY age bigint, MODIFY email varchar(20);
