-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
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
