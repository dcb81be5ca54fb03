-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
ALTER TABLE users ADD COLUMN a text;
-- next file
ALTER TABLE users ADD COLUMN b text;
-- finds
3_new.sql:1:1 info: users is closed for reads and writes (ACCESS EXCLUSIVE) here, and in 2_new.sql as well
-- ok
ALTER TABLE users ADD COLUMN a text;
ALTER TABLE users ADD COLUMN b text;
