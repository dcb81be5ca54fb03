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
-- ok
ALTER TABLE users ADD CONSTRAINT users_email_not_null CHECK (email IS NOT NULL) NOT VALID;
-- next file
UPDATE users SET email = '' WHERE email IS NULL;
ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null;
-- next file
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_email_not_null;
