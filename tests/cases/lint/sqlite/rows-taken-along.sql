-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
-- bad
PRAGMA foreign_keys = ON;
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);
INSERT INTO users_new SELECT id, email, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
-- finds
4:1 error: rows of orders are deleted along (2 of ours were): foreign_keys is on
    -- first in the file:
    PRAGMA foreign_keys = OFF;
    DROP TABLE users;
-- ok
PRAGMA foreign_keys = OFF;
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);
INSERT INTO users_new SELECT id, email, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
-- ok
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);
INSERT INTO users_new SELECT id, email, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
