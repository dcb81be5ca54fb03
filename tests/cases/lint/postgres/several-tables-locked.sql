-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE TABLE orders (id int PRIMARY KEY, user_id int);
CREATE TABLE events (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- bad
ALTER TABLE users ADD COLUMN name text;
CREATE TABLE others (id int);
ALTER TABLE orders ADD COLUMN name text;
-- finds
3:1 warning: takes ACCESS EXCLUSIVE on orders: reads and writes wait, while users is locked since line 1
    -- move this statement into a file of its own
-- ok
ALTER TABLE users ADD COLUMN name text;
ALTER TABLE users ADD COLUMN age int;
-- ok
ALTER TABLE events ADD COLUMN name text;
ALTER TABLE events_1 ALTER COLUMN name SET DEFAULT '';
-- ok
CREATE TABLE users_new (id int PRIMARY KEY);
-- next file
DROP TABLE users CASCADE;
ALTER TABLE users_new RENAME TO users;
