-- options
[naming]
primary-key = "[a-z_]+_pkey"
-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));
-- bad postgres
CREATE TABLE orders (id bigint CONSTRAINT one PRIMARY KEY);
-- finds
1:1 warning: the name of the primary key one does not fit [a-z_]+_pkey
-- bad sqlite
CREATE TABLE orders (id bigint CONSTRAINT one PRIMARY KEY);
-- finds
1:1 warning: the name of the primary key one does not fit [a-z_]+_pkey
-- ok postgres sqlite
CREATE TABLE orders (id bigint CONSTRAINT orders_pkey PRIMARY KEY);
