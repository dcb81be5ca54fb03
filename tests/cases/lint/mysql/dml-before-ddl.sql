-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
UPDATE users SET age = 1 WHERE age IS NULL;
ALTER TABLE users ADD COLUMN a int;
-- finds
2:1 warning: if this fails, the rows of users that line 1 changed stay changed
    -- move this into a file of its own
-- ok
ALTER TABLE users ADD COLUMN a int;
UPDATE users SET a = 1;
