-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
-- bad
CREATE TABLE items (id INTEGER PRIMARY KEY);
VACUUM;
-- finds
2:1 error: VACUUM runs in no transaction
    -- in a file of its own:
    -- migrate:txmode none
    VACUUM;
-- ok
-- migrate:txmode none
VACUUM;
