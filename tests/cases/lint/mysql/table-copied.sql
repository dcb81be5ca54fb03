-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users ADD COLUMN born date, ALGORITHM=COPY;
-- finds
1:1 warning: every row of users is copied (ALGORITHM=COPY, LOCK=SHARED), writes wait until it is done
    -- gh-ost or pt-online-schema-change can copy users while others write
-- ok
ALTER TABLE users ADD COLUMN born date;
-- ok
ALTER TABLE users MODIFY age bigint;
