-- options
strict = true
-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
-- bad
CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT);
-- finds
1:1 info: items takes values of any type in every column
    CREATE TABLE items (…) STRICT;
-- ok
CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT) STRICT;
-- ok
ALTER TABLE users ADD COLUMN name TEXT;
