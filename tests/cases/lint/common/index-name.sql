-- options
[naming]
index = "[a-z_]+_idx"
-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));
-- bad
CREATE INDEX by_email ON users (email);
-- finds
1:1 warning: the name of the index by_email does not fit [a-z_]+_idx
-- ok
CREATE INDEX users_email_idx ON users (email);
