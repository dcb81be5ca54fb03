-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
CREATE TABLE people (id int PRIMARY KEY);
CREATE TABLE orders (user_id int, CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES people (id));
-- bad
ALTER TABLE users ADD COLUMN a int;
ALTER TABLE users ADD COLUMN b int;
-- finds
2:1 info: if this fails, what line 1 did to users stays: each statement commits by itself
    -- one ALTER TABLE users with both clauses
-- bad
ALTER TABLE users ADD COLUMN a int;
DROP TABLE users;
-- finds
2:1 info: if this fails, what line 1 did to users stays: each statement commits by itself
    -- a file of its own
-- ok
ALTER TABLE users ADD COLUMN a int, ADD COLUMN b int;
CREATE TABLE items (id int PRIMARY KEY);
-- bad
ALTER TABLE users ADD COLUMN a int;
UPDATE users SET a = 1;
ALTER TABLE users ADD CHECK (a > 0);
-- finds
3:1 info: if this fails, what line 1 did to users stays: each statement commits by itself
    -- a file of its own
-- bad
ALTER TABLE orders DROP FOREIGN KEY of_user;
ALTER TABLE orders ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES people (id) ON DELETE CASCADE;
-- finds
2:1 info: if this fails, what line 1 did to orders stays: each statement commits by itself
    -- a file of its own
