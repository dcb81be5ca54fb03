-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
-- bad
CREATE TABLE items (id INTEGER PRIMARY KEY, code STRING, price FLOATING POINT);
-- finds
1:1 warning: items.code of type string has the affinity NUMERIC
    code TEXT
1:1 warning: items.price of type floating point has the affinity INTEGER
    price REAL
-- bad
ALTER TABLE users ADD COLUMN token UUID;
-- finds
1:1 warning: users.token of type uuid has the affinity NUMERIC
    token TEXT
-- ok
CREATE TABLE items (id INTEGER PRIMARY KEY, code VARCHAR(20), price DOUBLE, born DATE);
