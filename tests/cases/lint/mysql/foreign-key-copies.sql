-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
CREATE TABLE orders (id int PRIMARY KEY, user_id int);
CREATE TABLE bills (id int PRIMARY KEY, user_id int, CONSTRAINT bills_user FOREIGN KEY (user_id) REFERENCES users (id));
-- bad
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id);
-- finds
1:1 warning: orders_user is checked on every row: every row of orders is copied (ALGORITHM=COPY, LOCK=SHARED; Adding foreign keys needs foreign_key_checks=OFF), writes wait until it is done
    -- before it, see that this finds nothing, and that nobody adds such rows:
    SELECT c.* FROM orders c LEFT JOIN users p ON p.id = c.user_id
     WHERE c.user_id IS NOT NULL AND p.id IS NULL;
    SET foreign_key_checks = 0;
    ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (`user_id`) REFERENCES `users` (`id`), ALGORITHM=INPLACE, LOCK=NONE;
    SET foreign_key_checks = 1;
-- ok
SET foreign_key_checks = 0;
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id);
-- ok
CREATE TABLE items (id int PRIMARY KEY, user_id int REFERENCES users (id));
-- bad
ALTER TABLE bills DROP FOREIGN KEY bills_user, ADD CONSTRAINT bills_of_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
-- finds
1:1 warning: bills_of_user is checked on every row: every row of bills is copied (ALGORITHM=COPY, LOCK=SHARED; Adding foreign keys needs foreign_key_checks=OFF), writes wait until it is done
    -- before it, see that this finds nothing, and that nobody adds such rows:
    SELECT c.* FROM bills c LEFT JOIN users p ON p.id = c.user_id
     WHERE c.user_id IS NOT NULL AND p.id IS NULL;
    ALTER TABLE bills DROP FOREIGN KEY bills_user;
    SET foreign_key_checks = 0;
    ALTER TABLE bills ADD CONSTRAINT bills_of_user FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE CASCADE, ALGORITHM=INPLACE, LOCK=NONE;
    SET foreign_key_checks = 1;
