-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users FORCE;
-- finds
1:1 info: users is built anew, on twice the disk, and replicas do so behind (ALGORITHM=INPLACE, LOCK=NONE), nobody waits, but the server is busy
-- bad
ALTER TABLE users ROW_FORMAT=COMPRESSED;
-- finds
1:1 info: users is built anew, on twice the disk, and replicas do so behind (ALGORITHM=INPLACE, LOCK=NONE; Changing table options requires the table to be rebuilt), nobody waits, but the server is busy
-- ok
ALTER TABLE users COMMENT 'people';
