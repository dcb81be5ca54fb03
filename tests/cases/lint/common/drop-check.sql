-- base postgres mariadb
CREATE TABLE users (id int PRIMARY KEY, age int, CONSTRAINT users_age CHECK (age > 0));
-- base sqlite
CREATE TABLE users (id int PRIMARY KEY, age int CHECK (age > 0));
-- bad postgres mariadb
ALTER TABLE users DROP CONSTRAINT users_age;
-- finds
1:1 warning: the check constraint users_age of users is dropped: rows may break the condition
-- ok postgres mariadb
ALTER TABLE users DROP CONSTRAINT users_age;
ALTER TABLE users ADD CONSTRAINT users_age CHECK (age >= 0);
-- ok postgres
ALTER TABLE users ADD CONSTRAINT users_age_not_null CHECK (age IS NOT NULL) NOT VALID;
-- next file
UPDATE users SET age = 1 WHERE age IS NULL;
ALTER TABLE users VALIDATE CONSTRAINT users_age_not_null;
-- next file
ALTER TABLE users ALTER COLUMN age SET NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_age_not_null;
-- ok mariadb
ALTER TABLE users ADD CONSTRAINT has_age CHECK (age IS NOT NULL);
-- next file
UPDATE users SET age = 1 WHERE age IS NULL;
ALTER TABLE users MODIFY age int NOT NULL;
ALTER TABLE users DROP CONSTRAINT has_age;
-- bad postgres
ALTER TABLE users ADD CONSTRAINT has_age CHECK (age IS NOT NULL) NOT VALID;
-- next file
ALTER TABLE users DROP CONSTRAINT has_age;
-- finds
3_new.sql:1:1 warning: the check constraint has_age of users is dropped: rows may break the condition
-- ok sqlite
ALTER TABLE users RENAME COLUMN age TO years;
