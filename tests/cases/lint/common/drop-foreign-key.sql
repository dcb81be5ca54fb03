-- base postgres mariadb
CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE orders (id int PRIMARY KEY, user_id int, CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id));
-- bad postgres
ALTER TABLE orders DROP CONSTRAINT orders_user;
-- finds
1:1 warning: the foreign key orders_user of orders is dropped: rows may refer to what is not there
-- bad mariadb
ALTER TABLE orders DROP FOREIGN KEY orders_user;
-- finds
1:1 warning: the foreign key orders_user of orders is dropped: rows may refer to what is not there
-- ok postgres
ALTER TABLE orders DROP COLUMN user_id;
-- ok mariadb
ALTER TABLE orders DROP FOREIGN KEY orders_user;
ALTER TABLE orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
-- ok postgres
ALTER TABLE users ADD COLUMN tenant int, ADD UNIQUE (tenant, id);
ALTER TABLE orders ADD COLUMN tenant int;
ALTER TABLE orders DROP CONSTRAINT orders_user;
ALTER TABLE orders ADD CONSTRAINT orders_tenant FOREIGN KEY (tenant, user_id) REFERENCES users (tenant, id);
-- bad postgres
CREATE TABLE tenants (id int, number int, PRIMARY KEY (id, number));
ALTER TABLE orders ADD COLUMN tenant int;
ALTER TABLE orders DROP CONSTRAINT orders_user;
ALTER TABLE orders ADD CONSTRAINT orders_tenant FOREIGN KEY (tenant, user_id) REFERENCES tenants;
-- finds
3:1 warning: the foreign key orders_user of orders is dropped: rows may refer to what is not there
