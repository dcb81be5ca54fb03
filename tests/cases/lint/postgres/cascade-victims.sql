-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE TABLE orders (id int PRIMARY KEY, user_id int CONSTRAINT orders_user REFERENCES users);
CREATE VIEW mails AS SELECT email FROM users;
-- bad
DROP TABLE users CASCADE;
-- finds
1:1 warning: CASCADE takes along constraint orders_user of orders and view mails
-- bad
ALTER TABLE users DROP COLUMN email CASCADE;
-- finds
1:1 warning: CASCADE takes along view mails
-- ok
DROP TABLE orders CASCADE;
