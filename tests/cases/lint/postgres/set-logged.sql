-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
ALTER TABLE users SET UNLOGGED;
-- finds
1:1 warning: users becomes UNLOGGED: all of its rows are written anew under ACCESS EXCLUSIVE, reads and writes wait
-- ok
CREATE UNLOGGED TABLE others (id int);
