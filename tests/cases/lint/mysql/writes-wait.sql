-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users ADD INDEX users_age (age), LOCK=EXCLUSIVE;
-- finds
1:1 warning: all of users is read (ALGORITHM=INPLACE, LOCK=EXCLUSIVE), reads and writes wait until it is done
-- ok
ALTER TABLE users ADD INDEX users_age (age);
