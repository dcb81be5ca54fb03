-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
-- bad
-- migrate:txmode none
DELETE FROM users WHERE id > 0;
-- finds
2:1 error: rows are left that refer to nothing: orders to users
    -- shows them:
    PRAGMA foreign_key_check;
-- ok
-- migrate:txmode none
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);
INSERT INTO users_new SELECT id, email, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
-- ok
-- migrate:txmode none
PRAGMA foreign_keys = ON;
DELETE FROM users WHERE id > 0;
