-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
ALTER TABLE users ADD CONSTRAINT small CHECK (id < 100);
-- finds
1:1 warning: small reads all of users under ACCESS EXCLUSIVE, reads and writes wait
    ALTER TABLE users ADD CONSTRAINT small CHECK ((id < 100)) NOT VALID;
    -- in a later file:
    ALTER TABLE users VALIDATE CONSTRAINT small;
-- ok
ALTER TABLE users ADD CONSTRAINT small CHECK (id < 100) NOT VALID;
-- next file
ALTER TABLE users VALIDATE CONSTRAINT small;
