-- base postgres mariadb
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE orders (id int PRIMARY KEY, user_id int);
-- bad postgres mariadb
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id);
-- finds
1:1 warning: orders_user is checked on every row of orders: fails if one refers to nothing
-- ok postgres
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
-- ok postgres
ALTER TABLE orders ADD COLUMN other_id int REFERENCES users (id);
