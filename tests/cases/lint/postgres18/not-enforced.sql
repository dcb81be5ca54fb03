-- base
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE orders (id int PRIMARY KEY, amount int, user_id int CONSTRAINT orders_user REFERENCES users);
-- bad
ALTER TABLE orders ADD CONSTRAINT orders_amount CHECK (amount > 0) NOT ENFORCED;
-- finds
1:1 warning: orders_amount of orders is not enforced: rows may break it, and nothing says so
    ALTER TABLE orders ADD CONSTRAINT orders_amount CHECK ((amount > 0)) NOT VALID;
    -- in a later file:
    ALTER TABLE orders VALIDATE CONSTRAINT orders_amount;
-- bad
CREATE TABLE lines (id int PRIMARY KEY, order_id int CONSTRAINT lines_order REFERENCES orders NOT ENFORCED);
-- finds
1:1 warning: lines_order of lines is not enforced: rows may break it, and nothing says so
    ALTER TABLE lines ADD CONSTRAINT lines_order FOREIGN KEY (order_id) REFERENCES public.orders(id) NOT VALID;
    -- in a later file:
    ALTER TABLE lines VALIDATE CONSTRAINT lines_order;
-- bad
ALTER TABLE orders ALTER CONSTRAINT orders_user NOT ENFORCED;
-- finds
1:1 warning: orders_user of orders is not enforced: rows may break it, and nothing says so
-- ok
ALTER TABLE orders ADD CONSTRAINT orders_amount CHECK (amount > 0) NOT VALID;
-- next file
ALTER TABLE orders VALIDATE CONSTRAINT orders_amount;
