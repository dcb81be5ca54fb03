-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users MODIFY age bigint;
-- finds
1:1 warning: users.age becomes bigint(20): every row of users is copied (ALGORITHM=COPY, LOCK=SHARED; Cannot change column type), writes wait until it is done
    ALTER TABLE users ADD COLUMN age_new bigint(20), ALGORITHM=INSTANT;
    -- write both from the code, fill it in batches, use it, then drop age
    -- gh-ost or pt-online-schema-change can copy users while others write
-- bad
ALTER TABLE users MODIFY email varchar(40), ADD COLUMN born date;
-- finds
1:1 warning: users.email becomes varchar(40): every row of users is copied (ALGORITHM=COPY, LOCK=SHARED; Cannot change column type), writes wait until it is done
    ALTER TABLE users ADD COLUMN email_new varchar(40), ALGORITHM=INSTANT;
    -- write both from the code, fill it in batches, use it, then drop email
    -- gh-ost or pt-online-schema-change can copy users while others write
-- ok
ALTER TABLE users MODIFY email varchar(300);
ALTER TABLE users RENAME COLUMN age TO years;
-- ok
CREATE TABLE others (id int PRIMARY KEY, email varchar(80), kind enum('a','b','c'));
ALTER TABLE others MODIFY email varchar(40);
