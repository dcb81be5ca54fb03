-- base postgres mariadb
CREATE TABLE users (id int PRIMARY KEY, age int);
CREATE TABLE rooms (beds int, CONSTRAINT few CHECK (beds < 5));
-- base sqlite
CREATE TABLE users (id int PRIMARY KEY, age int CHECK (age > 100));
-- bad postgres mariadb
ALTER TABLE users ADD CONSTRAINT users_age CHECK (age > 100);
-- finds
1:1 warning: users_age is checked on every row of users: fails if one breaks it (it did on rows of ours: check constraint "users_age" of relation "users" is violated by some row)
-- finds mariadb
1:1 warning: users_age is checked on every row of users: fails if one breaks it (it did on rows of ours: CONSTRAINT `users_age` failed for `users`)
-- ok postgres
ALTER TABLE users ADD CONSTRAINT users_age CHECK (age > 100) NOT VALID;
-- ok mariadb
ALTER TABLE users ADD COLUMN size int;
-- bad postgres
ALTER TABLE rooms DROP CONSTRAINT few, ADD CONSTRAINT few CHECK (beds < 3);
-- finds
1:1 warning: few is checked on every row of rooms: fails if one breaks it
-- ok postgres
ALTER TABLE rooms DROP CONSTRAINT few;
ALTER TABLE rooms ADD CONSTRAINT few CHECK (beds < 3) NOT VALID;
-- next file
ALTER TABLE rooms VALIDATE CONSTRAINT few;
-- ok sqlite
ALTER TABLE users RENAME COLUMN age TO years;
-- ok postgres
ALTER TABLE rooms RENAME COLUMN beds TO places;
-- ok mariadb
ALTER TABLE rooms RENAME COLUMN beds TO places;
