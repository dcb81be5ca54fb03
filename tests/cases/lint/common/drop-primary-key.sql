-- base postgres mariadb
CREATE TABLE users (id int PRIMARY KEY);
-- bad postgres
ALTER TABLE users DROP CONSTRAINT users_pkey;
-- finds
1:1 warning: the primary key users_pkey of users is dropped: rows may be alike
-- bad mariadb
ALTER TABLE users DROP PRIMARY KEY;
-- finds
1:1 warning: the primary key PRIMARY of users is dropped: rows may be alike
-- ok postgres mariadb
CREATE TABLE others (id int PRIMARY KEY);
