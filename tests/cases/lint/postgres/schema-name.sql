-- options
[naming]
schema = "[a-z_]+"
-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));
-- bad
CREATE SCHEMA app2;
-- finds
1:1 warning: the name of the schema app2 does not fit [a-z_]+
-- ok
CREATE SCHEMA app;
