-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
CREATE VIEW people AS SELECT email FROM users;
CREATE INDEX users_age ON users (age);
-- bad
DROP TABLE orders;
DROP TABLE users;
-- finds
2:1 error: the view people cannot be read any more: no such table: main.users
    DROP VIEW people;
    -- before, and CREATE VIEW behind
-- ok
DROP VIEW people;
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);
INSERT INTO users_new SELECT id, email, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
CREATE VIEW people AS SELECT email FROM users;
