-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int);
-- bad postgres
CREATE INDEX users_email ON users (email);
-- next file
ALTER TABLE users ALTER COLUMN age TYPE bigint;
-- finds
3_new.sql:1:1 warning: users is written anew here, and users_email with it, which 2_new.sql:1 built
    -- let this stand before 2_new.sql:1
-- bad mariadb
CREATE INDEX users_email ON users (email);
-- next file
ALTER TABLE users MODIFY age bigint;
-- finds
3_new.sql:1:1 warning: users is written anew here, and users_email with it, which 2_new.sql:1 built
    -- let this stand before 2_new.sql:1
-- ok postgres
ALTER TABLE users ALTER COLUMN age TYPE bigint;
-- next file
CREATE INDEX users_email ON users (email);
-- ok mariadb
ALTER TABLE users MODIFY age bigint;
-- next file
CREATE INDEX users_email ON users (email);
