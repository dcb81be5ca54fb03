-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users ADD SYSTEM VERSIONING;
-- finds
1:1 warning: system versioning of users changes: every row of users is copied (ALGORITHM=COPY, LOCK=SHARED; Not implemented for system-versioned timestamp tables), writes wait until it is done
-- ok
CREATE TABLE items (id int PRIMARY KEY) WITH SYSTEM VERSIONING;
