-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users ADD COLUMN points int NOT NULL;
-- finds
1:1 error: users.points is NOT NULL and has no default: rows of users get 0, the empty string or the like, and an INSERT that does not name it fails
    ALTER TABLE users ADD COLUMN points int(11);
    -- fill it in batches; then, in a later file, set NOT NULL
-- ok
ALTER TABLE users ADD COLUMN points int NOT NULL DEFAULT 0;
ALTER TABLE users ADD COLUMN name varchar(80);
