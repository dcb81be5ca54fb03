-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
DROP TABLE users, missing;
-- finds
1:1 error: fails, and drops users all the same
    DROP TABLE IF EXISTS users;
-- ok
DROP TABLE IF EXISTS users, missing;
-- ok
DROP TABLE missing;
