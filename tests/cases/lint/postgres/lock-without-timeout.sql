-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
ALTER TABLE users ADD COLUMN name text;
ALTER TABLE users ADD COLUMN age int;
-- finds
1:1 info: waits for ACCESS EXCLUSIVE on users without a lock_timeout of its own: while it waits, reads and writes wait behind it
    SET LOCAL lock_timeout = '2s';
    ALTER TABLE users ADD COLUMN name text;
-- ok
SET LOCAL lock_timeout = '2s';
ALTER TABLE users ADD COLUMN name text;
-- ok
-- migrate:lock-timeout 2s
ALTER TABLE users ADD COLUMN name text;
