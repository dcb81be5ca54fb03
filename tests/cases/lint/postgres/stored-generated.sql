-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
ALTER TABLE users ADD COLUMN lower_email text GENERATED ALWAYS AS (lower(email)) STORED;
-- finds
1:1 warning: users.lower_email is computed for each row: all rows of users are written anew under ACCESS EXCLUSIVE, reads and writes wait
    ALTER TABLE users ADD COLUMN lower_email text GENERATED ALWAYS AS (lower(email)) VIRTUAL;
-- finds postgres15
1:1 warning: users.lower_email is computed for each row: all rows of users are written anew under ACCESS EXCLUSIVE, reads and writes wait
    ALTER TABLE users ADD COLUMN lower_email text;
    -- keep it by a trigger, and fill the old rows in batches
-- ok
ALTER TABLE users ADD COLUMN lower_email text;
-- ok postgres
ALTER TABLE users ADD COLUMN lower_email text GENERATED ALWAYS AS (lower(email)) VIRTUAL;
