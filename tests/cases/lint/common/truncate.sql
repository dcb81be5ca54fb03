-- base postgres mariadb
CREATE TABLE users (id int PRIMARY KEY);
-- bad postgres mariadb
TRUNCATE TABLE users;
-- finds
1:1 error: all rows of users are deleted
-- ok postgres mariadb
CREATE TABLE others (id int PRIMARY KEY);
TRUNCATE TABLE others;
-- ok postgres mariadb
-- migrate:data-loss-ok it is filled again every night
TRUNCATE TABLE users;
