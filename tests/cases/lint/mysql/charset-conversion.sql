-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users CONVERT TO CHARACTER SET utf8mb3;
-- finds
1:1 warning: users gets another character set: every row of users is copied (ALGORITHM=COPY, LOCK=SHARED; Cannot change column type), writes wait until it is done
    -- gh-ost or pt-online-schema-change can copy users while others write
-- bad
ALTER TABLE users MODIFY email varchar(80) CHARACTER SET latin1;
-- finds
1:1 warning: users.email gets another character set: every row of users is copied (ALGORITHM=COPY, LOCK=SHARED; Cannot change column type), writes wait until it is done
    -- gh-ost or pt-online-schema-change can copy users while others write
-- ok
ALTER TABLE users DEFAULT CHARACTER SET latin1;
