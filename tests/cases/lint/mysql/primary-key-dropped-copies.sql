-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users DROP PRIMARY KEY;
-- finds
1:1 warning: users is left without a primary key: every row of users is copied (ALGORITHM=COPY, LOCK=SHARED; Dropping a primary key is not allowed without also adding a new primary key), writes wait until it is done
    -- ADD PRIMARY KEY in the same ALTER TABLE users
-- ok
ALTER TABLE users DROP PRIMARY KEY, ADD PRIMARY KEY (id, email);
