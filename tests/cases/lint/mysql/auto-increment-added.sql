-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users ADD COLUMN number int NOT NULL AUTO_INCREMENT UNIQUE;
-- finds
1:1 warning: users.number gets AUTO_INCREMENT: users is built anew, on twice the disk, and replicas do so behind (ALGORITHM=INPLACE, LOCK=SHARED; Adding an auto-increment column requires a lock), writes wait until it is done
    -- gh-ost or pt-online-schema-change can copy users while others write
-- ok
ALTER TABLE users ADD COLUMN number int;
