-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE TABLE orders (id int PRIMARY KEY, user_id int);
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
