-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
ALTER TABLE users ADD COLUMN name text;
UPDATE users SET name = email;
ALTER TABLE users ADD CHECK (id > 0);
-- finds
2:1 warning: users is closed for reads and writes since line 1 (ACCESS EXCLUSIVE), and stays so while this runs UPDATE
    -- move this statement into a file of its own
3:1 warning: users is closed for reads and writes since line 1 (ACCESS EXCLUSIVE), and stays so while this reads all of users
    -- move this statement into a file of its own
-- ok
UPDATE users SET email = 'a';
ALTER TABLE users ADD COLUMN name text;
-- ok
-- migrate:txmode none
ALTER TABLE users ADD COLUMN name text;
UPDATE users SET name = email;
