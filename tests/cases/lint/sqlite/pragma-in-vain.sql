-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
-- bad
CREATE TABLE items (id INTEGER PRIMARY KEY);
PRAGMA foreign_keys = ON;
DELETE FROM users WHERE id = 7;
-- finds
2:1 error: PRAGMA foreign_keys does nothing here: it has the value it had
    -- first in the file:
    PRAGMA foreign_keys = ON;
-- bad
-- migrate:txmode none
PRAGMA page_size = 8192;
-- finds
2:1 error: PRAGMA page_size does nothing here: it has the value it had
    PRAGMA page_size = 8192;
    VACUUM;
-- ok
PRAGMA foreign_keys = ON;
CREATE TABLE items (id INTEGER PRIMARY KEY);
