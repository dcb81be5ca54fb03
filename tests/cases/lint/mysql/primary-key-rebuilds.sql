-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users DROP PRIMARY KEY, ADD PRIMARY KEY (id, email);
-- finds
1:1 warning: users gets another primary key: users is built anew, on twice the disk, and replicas do so behind (ALGORITHM=INPLACE, LOCK=NONE), nobody waits, but the server is busy
    -- gh-ost or pt-online-schema-change can copy users while others write
-- ok
CREATE TABLE items (id int);
ALTER TABLE items ADD PRIMARY KEY (id);
