-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();
-- finds
1:1 warning: users.token gets gen_random_uuid() for each row: all rows of users are written anew under ACCESS EXCLUSIVE, reads and writes wait
    ALTER TABLE users ADD COLUMN token uuid;
    ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();
    -- fill the old rows in batches, in a file of its own
-- ok
ALTER TABLE users ADD COLUMN since timestamptz NOT NULL DEFAULT now();
ALTER TABLE users ADD COLUMN kind text NOT NULL DEFAULT 'plain';
-- ok
ALTER TABLE users ALTER COLUMN id TYPE bigint, ADD COLUMN note text NOT NULL DEFAULT '';
