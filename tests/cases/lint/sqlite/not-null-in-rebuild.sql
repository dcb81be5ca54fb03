-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);
-- bad
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, age INTEGER);
INSERT INTO users_new SELECT id, email, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
-- finds
2:1 error: copying the rows into users_new fails where email has NULL, which it may not have there
    -- in the SELECT, in place of email, what stands for NULL:
    ifnull(email, …)
-- ok
CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, age INTEGER);
INSERT INTO users_new SELECT id, ifnull(email, ''), age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
