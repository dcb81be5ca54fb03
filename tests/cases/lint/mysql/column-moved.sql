-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int);
CREATE TABLE packed (id int PRIMARY KEY, email varchar(80), age int) ROW_FORMAT=COMPRESSED;
-- bad
ALTER TABLE packed MODIFY age int FIRST;
-- finds
1:1 warning: packed.age goes to another place among the columns: packed is built anew, on twice the disk, and replicas do so behind (ALGORITHM=INPLACE, LOCK=NONE), nobody waits, but the server is busy
-- ok
ALTER TABLE users MODIFY age int FIRST;
CREATE TABLE mine (id int PRIMARY KEY, age int) ROW_FORMAT=COMPRESSED;
ALTER TABLE mine MODIFY age int FIRST;
