-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users MODIFY age int NOT NULL;
-- finds
1:1 warning: users.age is NOT NULL: users is built anew, on twice the disk, and replicas do so behind (ALGORITHM=INPLACE, LOCK=NONE), nobody waits, but the server is busy
    -- or let gh-ost or pt-online-schema-change copy users while others write
-- ok
CREATE TABLE others (id int PRIMARY KEY, email varchar(80), kind enum('a','b','c'));
ALTER TABLE others MODIFY email varchar(80) NOT NULL;
