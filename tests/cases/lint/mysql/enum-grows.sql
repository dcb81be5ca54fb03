-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users MODIFY tags set('x','y','1','2','3','4','5','6','7');
-- finds
1:1 warning: users.tags needs more bytes for its values: every row of users is copied (ALGORITHM=COPY, LOCK=SHARED; Cannot change column type), writes wait until it is done
-- ok
ALTER TABLE users MODIFY tags set('x','y','1','2','3','4','5','6');
