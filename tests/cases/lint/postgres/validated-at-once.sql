-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
ALTER TABLE users ADD CONSTRAINT small CHECK (id < 100) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT small;
-- finds
2:1 warning: small was added in this transaction, so all of users is read under the lock of ADD CONSTRAINT
    -- in a later file:
    ALTER TABLE users VALIDATE CONSTRAINT small;
-- ok
ALTER TABLE users ADD CONSTRAINT small CHECK (id < 100) NOT VALID;
-- next file
ALTER TABLE users VALIDATE CONSTRAINT small;
-- ok
-- migrate:txmode none
ALTER TABLE users ADD CONSTRAINT small CHECK (id < 100) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT small;
