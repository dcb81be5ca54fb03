-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
CREATE FULLTEXT INDEX users_email ON users (email);
-- finds
1:1 warning: users_email is a full-text index: users is built anew, on twice the disk, and replicas do so behind (ALGORITHM=INPLACE, LOCK=SHARED; Fulltext index creation requires a lock), writes wait until it is done
    -- gh-ost or pt-online-schema-change can copy users while others write
-- ok
CREATE INDEX users_email ON users (email);
