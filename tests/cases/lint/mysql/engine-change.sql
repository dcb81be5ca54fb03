-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users ENGINE=Aria;
-- finds
1:1 warning: users goes to the engine Aria: every row of users is copied (ALGORITHM=COPY, LOCK=SHARED), writes wait until it is done
    -- gh-ost or pt-online-schema-change can copy users while others write
-- ok
ALTER TABLE users ENGINE=InnoDB;
