-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, day int);
CREATE INDEX orders_user ON orders (user_id);
-- bad
CREATE INDEX orders_user_day ON orders (user_id, day);
-- finds
1:1 warning: the index orders_user on orders (user_id) finds nothing that orders_user_day (user_id, day) does not find
    -- migrate:txmode none
    DROP INDEX CONCURRENTLY orders_user;
-- finds mariadb
1:1 warning: the index orders_user on orders (user_id) finds nothing that orders_user_day (user_id, day) does not find
    DROP INDEX orders_user ON orders;
-- finds sqlite
1:1 warning: the index orders_user on orders (user_id) finds nothing that orders_user_day (user_id, day) does not find
    DROP INDEX orders_user;
-- bad
CREATE INDEX orders_user_2 ON orders (user_id);
-- finds
1:1 warning: the index orders_user_2 on orders (user_id) finds nothing that orders_user (user_id) does not find
    -- migrate:txmode none
    DROP INDEX CONCURRENTLY orders_user_2;
-- finds mariadb
1:1 warning: the index orders_user_2 on orders (user_id) finds nothing that orders_user (user_id) does not find
    DROP INDEX orders_user_2 ON orders;
-- finds sqlite
1:1 warning: the index orders_user_2 on orders (user_id) finds nothing that orders_user (user_id) does not find
    DROP INDEX orders_user_2;
-- bad
CREATE INDEX orders_id ON orders (id);
-- finds
1:1 warning: the index orders_id on orders (id) finds nothing that the primary key (id) does not find
    -- migrate:txmode none
    DROP INDEX CONCURRENTLY orders_id;
-- finds mariadb
1:1 warning: the index orders_id on orders (id) finds nothing that the primary key (id) does not find
    DROP INDEX orders_id ON orders;
-- finds sqlite
1:1 warning: the index orders_id on orders (id) finds nothing that the primary key (id) does not find
    DROP INDEX orders_id;
-- ok
CREATE INDEX orders_day_user ON orders (day, user_id);
CREATE UNIQUE INDEX orders_one ON orders (day);
-- ok postgres sqlite
CREATE INDEX orders_some ON orders (user_id, day) WHERE day > 5;
-- bad postgres
CREATE SCHEMA app;
CREATE TABLE app.items (id bigint PRIMARY KEY, day int);
CREATE INDEX items_id ON app.items (id);
-- finds
3:1 warning: the index items_id on app.items (id) finds nothing that the primary key (id) does not find
    DROP INDEX app.items_id;
-- bad mariadb
CREATE TABLE items (id bigint PRIMARY KEY, day int, KEY `key` (id));
-- finds
1:1 warning: the index key on items (id) finds nothing that the primary key (id) does not find
    DROP INDEX `key` ON items;
-- ok postgres sqlite
CREATE INDEX orders_user_day ON orders (user_id, day);
DROP INDEX orders_user;
-- ok mariadb
CREATE INDEX orders_user_day ON orders (user_id, day);
DROP INDEX orders_user ON orders;
