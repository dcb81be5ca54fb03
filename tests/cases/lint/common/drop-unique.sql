-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), name varchar(80));
CREATE UNIQUE INDEX users_email ON users (email);
CREATE INDEX users_name ON users (name);
-- bad postgres sqlite
DROP INDEX users_email;
-- finds
1:1 warning: the unique key users_email of users is dropped: rows may be alike
-- bad mariadb
DROP INDEX users_email ON users;
-- finds
1:1 warning: the unique key users_email of users is dropped: rows may be alike
-- ok postgres sqlite
DROP INDEX users_name;
DROP INDEX users_email;
CREATE UNIQUE INDEX users_mail ON users (email);
-- ok mariadb
DROP INDEX users_name ON users;
-- bad postgres sqlite
DROP INDEX users_email;
CREATE UNIQUE INDEX users_email ON users (email) WHERE name IS NULL;
-- finds
1:1 warning: the unique key users_email of users is dropped: rows may be alike
-- bad postgres sqlite
DROP INDEX users_email;
CREATE UNIQUE INDEX users_email ON users (email, name);
-- finds
1:1 warning: the unique key users_email of users is dropped: rows may be alike
-- ok postgres sqlite
DROP INDEX users_email;
CREATE UNIQUE INDEX users_email ON users (lower(email));
