-- base postgres mariadb
CREATE TABLE users (id int PRIMARY KEY, email varchar(80));
-- bad postgres
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
-- finds
1:1 warning: users.email becomes NOT NULL: fails if a row has NULL (it did on rows of ours: column "email" of relation "users" contains null values)
    -- before it, see that this finds nothing:
    SELECT count(*) FROM users WHERE email IS NULL;
-- bad mariadb
ALTER TABLE users MODIFY email varchar(80) NOT NULL;
-- finds
1:1 warning: users.email becomes NOT NULL: fails if a row has NULL (it did on rows of ours: Data truncated for column 'email' at row 3)
    -- before it, see that this finds nothing:
    SELECT count(*) FROM users WHERE email IS NULL;
-- ok postgres
-- migrate:txmode none
UPDATE users SET email = '' WHERE email IS NULL;
ALTER TABLE users ADD CONSTRAINT has_email CHECK (email IS NOT NULL) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT has_email;
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
-- ok mariadb
ALTER TABLE users ADD COLUMN name varchar(80) NOT NULL DEFAULT '';
