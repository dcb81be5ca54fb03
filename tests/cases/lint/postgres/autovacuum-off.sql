-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
ALTER TABLE users SET (autovacuum_enabled = off);
-- finds
1:1 warning: autovacuum is switched off for users
-- bad
CREATE TABLE others (id int) WITH (autovacuum_enabled = false);
-- finds
1:1 warning: autovacuum is switched off for others
-- ok
ALTER TABLE users SET (autovacuum_vacuum_scale_factor = 0.01);
