-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users MODIFY kind enum('a','z','b','c');
-- finds
1:1 warning: a new value stands before old ones in users.kind: every row of users is copied (ALGORITHM=COPY, LOCK=SHARED; Cannot change column type), writes wait until it is done
    ALTER TABLE users MODIFY kind enum('a','b','c','z'), ALGORITHM=INSTANT;
-- ok
ALTER TABLE users MODIFY kind enum('a','b','c','z');
ALTER TABLE users MODIFY tags set('x','y','z');
