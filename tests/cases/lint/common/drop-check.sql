-- base postgres mariadb
CREATE TABLE users (id int PRIMARY KEY, age int, CONSTRAINT users_age CHECK (age > 0));
-- bad postgres mariadb
ALTER TABLE users DROP CONSTRAINT users_age;
-- finds
1:1 warning: the check constraint users_age of users is dropped: rows may break the condition
-- ok postgres mariadb
ALTER TABLE users DROP CONSTRAINT users_age;
ALTER TABLE users ADD CONSTRAINT users_age CHECK (age >= 0);
