-- options
[naming]
check = "[a-z_]+_check"
-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));
-- bad
CREATE TABLE orders (id bigint PRIMARY KEY, CONSTRAINT positive CHECK (id > 0));
-- finds
1:1 warning: the name of the check positive does not fit [a-z_]+_check
-- ok
CREATE TABLE orders (id bigint PRIMARY KEY, CONSTRAINT orders_id_check CHECK (id > 0));
