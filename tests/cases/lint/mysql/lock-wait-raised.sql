-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
SET SESSION lock_wait_timeout = 3600;
ALTER TABLE users ADD COLUMN a int;
-- finds
2:1 warning: waits up to 3600 s for its table, and whoever comes to it waits behind
    SET SESSION lock_wait_timeout = 3;
-- ok
SET SESSION lock_wait_timeout = 5;
ALTER TABLE users ADD COLUMN a int;
-- ok
ALTER TABLE users ADD COLUMN a int;
