-- options
[naming]
foreign-key = "[a-z_]+_fk"
-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));
-- bad postgres sqlite
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, CONSTRAINT to_user FOREIGN KEY (user_id) REFERENCES users (id));
-- finds
1:1 warning: the name of the foreign key to_user does not fit [a-z_]+_fk
-- bad mariadb
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, CONSTRAINT to_user FOREIGN KEY (user_id) REFERENCES users (id));
-- finds
1:1 warning: the name of the foreign key to_user does not fit [a-z_]+_fk
-- ok
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint, CONSTRAINT orders_user_id_fk FOREIGN KEY (user_id) REFERENCES users (id));
-- ok sqlite
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));
