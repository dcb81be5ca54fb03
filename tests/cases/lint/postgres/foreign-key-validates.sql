-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE TABLE orders (id int PRIMARY KEY, user_id int);
CREATE TABLE parts (order_id int CONSTRAINT parts_order REFERENCES orders (id));
-- bad
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
-- finds
1:1 warning: orders_user reads all of orders under SHARE ROW EXCLUSIVE on orders and users: writes wait
    ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE NOT VALID;
    -- in a later file:
    ALTER TABLE orders VALIDATE CONSTRAINT orders_user;
-- ok
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID;
-- next file
ALTER TABLE orders VALIDATE CONSTRAINT orders_user;
-- bad
ALTER TABLE orders ADD COLUMN payer int, ADD CONSTRAINT orders_payer FOREIGN KEY (payer) REFERENCES users (id);
-- finds
1:1 warning: orders_payer reads all of orders under ACCESS EXCLUSIVE on orders: reads and writes wait
    -- payer without the condition, and then:
    ALTER TABLE orders ADD CONSTRAINT orders_payer FOREIGN KEY (payer) REFERENCES public.users(id) NOT VALID;
    -- in a later file:
    ALTER TABLE orders VALIDATE CONSTRAINT orders_payer;
-- bad
ALTER TABLE parts DROP CONSTRAINT parts_order, ADD CONSTRAINT parts_order FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE;
-- finds
1:1 warning: parts_order reads all of parts under ACCESS EXCLUSIVE on parts and orders: reads and writes wait
    ALTER TABLE parts DROP CONSTRAINT parts_order, ADD CONSTRAINT parts_order FOREIGN KEY (order_id) REFERENCES public.orders(id) ON DELETE CASCADE NOT VALID;
    -- in a later file:
    ALTER TABLE parts VALIDATE CONSTRAINT parts_order;
