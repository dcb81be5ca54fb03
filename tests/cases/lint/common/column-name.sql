-- options
[naming]
column = "[a-z_]+"
-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));
-- bad
CREATE TABLE orders (id bigint PRIMARY KEY, is_paid_2 int);
ALTER TABLE users ADD COLUMN x9 int;
-- finds
1:1 warning: the name of the column orders.is_paid_2 does not fit [a-z_]+
2:1 warning: the name of the column users.x9 does not fit [a-z_]+
-- ok
ALTER TABLE users ADD COLUMN name varchar(80);
