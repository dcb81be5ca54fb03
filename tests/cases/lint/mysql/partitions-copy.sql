-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users PARTITION BY HASH (id) PARTITIONS 4;
-- finds
1:1 warning: users gets other partitions: every row of users is copied (ALGORITHM=COPY, LOCK=SHARED), writes wait until it is done
    -- gh-ost or pt-online-schema-change can copy users while others write
-- ok
CREATE TABLE items (id int PRIMARY KEY) PARTITION BY HASH (id) PARTITIONS 4;
