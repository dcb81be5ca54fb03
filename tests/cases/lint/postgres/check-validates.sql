-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE TABLE rooms (beds int CONSTRAINT few CHECK (beds < 5));
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
-- bad
ALTER TABLE users ADD COLUMN cost int NOT NULL DEFAULT 1 CHECK (cost > 0);
-- finds
1:1 warning: users_cost_check reads all of users under ACCESS EXCLUSIVE, reads and writes wait
    -- cost without the condition, and then:
    ALTER TABLE users ADD CONSTRAINT users_cost_check CHECK ((cost > 0)) NOT VALID;
    -- in a later file:
    ALTER TABLE users VALIDATE CONSTRAINT users_cost_check;
-- bad
ALTER TABLE rooms DROP CONSTRAINT few, ADD CONSTRAINT few CHECK (beds < 3);
-- finds
1:1 warning: few reads all of rooms under ACCESS EXCLUSIVE, reads and writes wait
    ALTER TABLE rooms DROP CONSTRAINT few, ADD CONSTRAINT few CHECK ((beds < 3)) NOT VALID;
    -- in a later file:
    ALTER TABLE rooms VALIDATE CONSTRAINT few;
