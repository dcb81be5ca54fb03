-- base postgres mariadb
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE orders (id int PRIMARY KEY, user_id int);
CREATE TABLE parts (order_id int, CONSTRAINT parts_order FOREIGN KEY (order_id) REFERENCES orders (id));
-- bad postgres mariadb
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id);
-- finds
1:1 warning: orders_user is checked on every row of orders: fails if one refers to nothing
-- ok postgres
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
-- ok postgres
ALTER TABLE orders ADD COLUMN other_id int REFERENCES users (id);
-- bad postgres
ALTER TABLE parts DROP CONSTRAINT parts_order, ADD CONSTRAINT parts_order FOREIGN KEY (order_id) REFERENCES users (id);
-- finds
1:1 warning: parts_order is checked on every row of parts: fails if one refers to nothing
-- ok postgres
ALTER TABLE parts DROP CONSTRAINT parts_order, ADD CONSTRAINT parts_order FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE;
-- ok mariadb
ALTER TABLE users RENAME TO people;
-- ok postgres
ALTER TABLE parts DROP CONSTRAINT parts_order;
ALTER TABLE parts ADD CONSTRAINT parts_of_order FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE;
-- bad postgres
ALTER TABLE parts DROP CONSTRAINT parts_order;
UPDATE parts SET order_id = 5;
ALTER TABLE parts ADD CONSTRAINT parts_of_order FOREIGN KEY (order_id) REFERENCES orders (id);
-- finds
3:1 warning: parts_of_order is checked on every row of parts: fails if one refers to nothing
-- ok postgres mariadb
ALTER TABLE parts RENAME COLUMN order_id TO of_order;
-- ok postgres
UPDATE users SET id = 5 WHERE id = 6;
ALTER TABLE parts DROP CONSTRAINT parts_order;
ALTER TABLE parts ADD CONSTRAINT parts_of_order FOREIGN KEY (order_id) REFERENCES orders (id);
