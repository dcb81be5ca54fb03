-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users);
-- bad
DROP TABLE orders;
-- finds
1:1 warning: locks a table that it does not change: ACCESS EXCLUSIVE on users: reads and writes wait
    SET LOCAL lock_timeout = '2s';
    DROP TABLE orders;
-- bad
ALTER TABLE orders DROP CONSTRAINT orders_user;
-- finds
1:1 warning: locks a table that it does not change: ACCESS EXCLUSIVE on users: reads and writes wait
    SET LOCAL lock_timeout = '2s';
    ALTER TABLE orders DROP CONSTRAINT orders_user;
-- bad
ALTER TABLE orders DROP COLUMN user_id;
-- finds
1:1 warning: locks a table that it does not change: ACCESS EXCLUSIVE on users: reads and writes wait
    SET LOCAL lock_timeout = '2s';
    ALTER TABLE orders DROP COLUMN user_id;
-- bad
CREATE TABLE bills (id int PRIMARY KEY, user_id int REFERENCES users);
-- finds
1:1 info: locks a table that it does not change: SHARE ROW EXCLUSIVE on users: writes wait
    SET LOCAL lock_timeout = '2s';
    CREATE TABLE bills (id int PRIMARY KEY, user_id int REFERENCES users);
-- ok
ALTER TABLE orders ADD COLUMN name text;
-- ok
SET LOCAL lock_timeout = '2s';
CREATE TABLE bills (id int PRIMARY KEY, user_id int REFERENCES users);
-- ok
-- migrate:lock-timeout 2s

ALTER TABLE orders ADD CONSTRAINT again FOREIGN KEY (user_id) REFERENCES users NOT VALID;
-- bad
SET LOCAL lock_timeout = '2s';
DROP TABLE orders;
-- finds
2:1 info: locks a table that it does not change: ACCESS EXCLUSIVE on users: reads and writes wait
-- bad
-- migrate:txmode none
CREATE TABLE notes (id int PRIMARY KEY, user_id int REFERENCES users (id));
-- finds
2:1 info: locks a table that it does not change: SHARE ROW EXCLUSIVE on users: writes wait
    SET lock_timeout = '2s';
    CREATE TABLE notes (id int PRIMARY KEY, user_id int REFERENCES users (id));
