-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
-- bad
CREATE TABLE items (id INTEGER PRIMARY KEY, email TEXT REFERENCES users (email));
INSERT INTO items VALUES (1, 'a');
-- finds
2:1 error: no key of the parent covers a foreign key: foreign key mismatch - "items" referencing "users"
-- ok
CREATE UNIQUE INDEX users_email ON users (email);
CREATE TABLE items (id INTEGER PRIMARY KEY, email TEXT REFERENCES users (email));
INSERT INTO items (id) VALUES (1);
