-- options
[naming]
table = "[a-z_]+"
-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));
-- bad
CREATE TABLE order_2 (id bigint PRIMARY KEY);
-- finds
1:1 warning: the name of the table order_2 does not fit [a-z_]+
-- bad
ALTER TABLE users RENAME TO users_1;
-- finds
1:1 warning: the name of the table users_1 does not fit [a-z_]+
-- ok
CREATE TABLE orders (id bigint PRIMARY KEY);
-- ok
CREATE TABLE users_2 (id bigint PRIMARY KEY);
DROP TABLE users;
ALTER TABLE users_2 RENAME TO users;
