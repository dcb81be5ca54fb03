-- options
[naming]
unique = "[a-z_]+_key"
-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));
-- bad
CREATE UNIQUE INDEX one_email ON users (email);
-- finds
1:1 warning: the name of the unique key one_email does not fit [a-z_]+_key
-- ok
CREATE UNIQUE INDEX users_email_key ON users (email);
