-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users MODIFY kind enum('c','b','a');
-- finds
1:1 warning: the values of users.kind change their places: every row of users is copied (ALGORITHM=COPY, LOCK=SHARED; Cannot change column type), writes wait until it is done
    ALTER TABLE users MODIFY kind enum('a','b','c'), ALGORITHM=INSTANT;
-- ok
ALTER TABLE users MODIFY kind enum('a','b','c','d');
