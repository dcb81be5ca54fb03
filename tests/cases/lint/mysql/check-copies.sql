-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users ADD CONSTRAINT users_age CHECK (age < 200);
-- finds
1:1 warning: users_age is checked on every row: every row of users is copied (ALGORITHM=COPY, LOCK=SHARED), writes wait until it is done
    -- gh-ost or pt-online-schema-change can copy users while others write
-- ok
CREATE TABLE others (id int PRIMARY KEY, email varchar(80), kind enum('a','b','c'));
ALTER TABLE others ADD CHECK (id > 0);
