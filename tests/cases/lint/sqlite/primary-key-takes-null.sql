-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
-- bad
CREATE TABLE items (code TEXT PRIMARY KEY);
-- finds
1:1 warning: the primary key of items takes NULL: code
    code text NOT NULL PRIMARY KEY
-- bad
CREATE TABLE items (a INT NOT NULL, b INT, PRIMARY KEY (a, b));
-- finds
1:1 warning: the primary key of items takes NULL: b
    b int NOT NULL
-- ok
CREATE TABLE items (id INTEGER PRIMARY KEY);
CREATE TABLE others (code TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE more (code TEXT NOT NULL PRIMARY KEY);
