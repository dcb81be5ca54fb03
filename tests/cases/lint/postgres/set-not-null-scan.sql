-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
-- finds
1:1 warning: all of users is read for NULL in email under ACCESS EXCLUSIVE, reads and writes wait
    ALTER TABLE users ADD CONSTRAINT users_email_not_null NOT NULL email NOT VALID;
    -- in a later file:
    ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null;
-- finds postgres15
1:1 warning: all of users is read for NULL in email under ACCESS EXCLUSIVE, reads and writes wait
    ALTER TABLE users ADD CONSTRAINT users_email_not_null CHECK (email IS NOT NULL) NOT VALID;
    -- in a later file:
    ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null;
    -- in a later file:
    ALTER TABLE users ALTER COLUMN email SET NOT NULL;
    ALTER TABLE users DROP CONSTRAINT users_email_not_null;
-- bad
ALTER TABLE users ADD COLUMN nick text;
UPDATE users SET nick = '';
ALTER TABLE users ALTER COLUMN nick SET NOT NULL;
-- finds
3:1 warning: all of users is read for NULL in nick under ACCESS EXCLUSIVE, reads and writes wait
    ALTER TABLE users ADD CONSTRAINT users_nick_not_null NOT NULL nick NOT VALID;
    -- in a later file:
    ALTER TABLE users VALIDATE CONSTRAINT users_nick_not_null;
-- finds postgres15
3:1 warning: all of users is read for NULL in nick under ACCESS EXCLUSIVE, reads and writes wait
    ALTER TABLE users ADD CONSTRAINT users_nick_not_null CHECK (nick IS NOT NULL) NOT VALID;
    -- in a later file:
    ALTER TABLE users VALIDATE CONSTRAINT users_nick_not_null;
    -- in a later file:
    ALTER TABLE users ALTER COLUMN nick SET NOT NULL;
    ALTER TABLE users DROP CONSTRAINT users_nick_not_null;
-- ok
CREATE TABLE orders (id int PRIMARY KEY, note text);
ALTER TABLE orders ALTER COLUMN note SET NOT NULL;
-- ok
ALTER TABLE users ADD CONSTRAINT has_email CHECK (email IS NOT NULL) NOT VALID;
-- next file
UPDATE users SET email = '' WHERE email IS NULL;
ALTER TABLE users VALIDATE CONSTRAINT has_email;
-- next file
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
-- ok postgres
ALTER TABLE users ADD CONSTRAINT has_email NOT NULL email NOT VALID;
-- ok
ALTER TABLE users ADD CONSTRAINT users_email_not_null CHECK (email IS NOT NULL) NOT VALID;
-- next file
UPDATE users SET email = '' WHERE email IS NULL;
ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null;
-- next file
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
ALTER TABLE users DROP CONSTRAINT users_email_not_null;
