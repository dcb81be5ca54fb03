-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int);
-- bad postgres
ALTER TABLE users ADD COLUMN a int;
-- next file
CREATE INDEX users_email ON users (email);
-- next file
CREATE INDEX users_a ON users (a);
-- finds
4_new.sql:1:1 info: users is locked 2 times for writes and once for reads and writes by this deploy
-- bad mariadb
ALTER TABLE users MODIFY age bigint;
-- next file
ALTER TABLE users MODIFY email varchar(20);
-- next file
ALTER TABLE users ADD FULLTEXT (email);
-- finds
4_new.sql:1:1 info: users is locked 3 times for writes by this deploy
-- ok postgres
ALTER TABLE users ADD COLUMN a int;
-- next file
ALTER TABLE users ADD COLUMN b int;
-- next file
CREATE INDEX users_a ON users (a);
-- ok postgres
ALTER TABLE users ADD COLUMN a int;
ALTER TABLE users ADD COLUMN b int;
ALTER TABLE users ADD COLUMN c int;
-- ok mariadb
ALTER TABLE users ADD COLUMN a int;
ALTER TABLE users ADD COLUMN b int;
ALTER TABLE users ADD COLUMN c int;
-- ok postgres
ALTER TABLE users ADD CONSTRAINT users_email_not_null CHECK (email IS NOT NULL) NOT VALID;
-- next file
UPDATE users SET email = '' WHERE email IS NULL;
ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null;
-- next file
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_email_not_null;
-- ok postgres
ALTER TABLE users ADD COLUMN a int;
CREATE INDEX users_a ON users (a);
CREATE INDEX users_email ON users (email);
ALTER TABLE users ADD CONSTRAINT users_age FOREIGN KEY (age) REFERENCES users (id) ON DELETE CASCADE;
