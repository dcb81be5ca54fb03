-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, day int);
-- bad postgres
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id);
-- finds
1:1 warning: no index finds the rows of orders by user_id: deleting from users reads all of them
    -- migrate:txmode none
    CREATE INDEX CONCURRENTLY orders_user_id_idx ON orders (user_id);
-- bad postgres sqlite
CREATE TABLE items (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));
-- finds
1:1 warning: no index finds the rows of items by user_id: deleting from users reads all of them
    CREATE INDEX items_user_id_idx ON items (user_id);
-- ok postgres sqlite
CREATE TABLE items (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));
CREATE INDEX items_user ON items (user_id, id);
-- ok postgres sqlite
CREATE TABLE items (user_id bigint PRIMARY KEY REFERENCES users (id));
-- ok postgres sqlite
CREATE TABLE items (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));
CREATE INDEX items_user ON items (user_id) WHERE user_id IS NOT NULL;
-- bad postgres sqlite
CREATE TABLE items (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));
CREATE INDEX items_user_id_idx ON items (user_id) WHERE user_id > 0;
-- finds
1:1 warning: no index finds the rows of items by user_id: deleting from users reads all of them
    CREATE INDEX items_user_id_idx2 ON items (user_id);
-- bad postgres sqlite
CREATE TABLE messages_that_were_not_delivered_in_time (user_who_should_have_got_it bigint REFERENCES users (id));
-- finds
1:1 warning: no index finds the rows of messages_that_were_not_delivered_in_time by user_who_should_have_got_it: deleting from users reads all of them
    CREATE INDEX messages_that_were_not_delivered_in_time_user_who_should_ha_idx ON messages_that_were_not_delivered_in_time (user_who_should_have_got_it);
