-- base
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE users (id int PRIMARY KEY, mood mood);
-- bad
ALTER TYPE mood ADD VALUE 'glad';
INSERT INTO users VALUES (101, 'glad');
-- finds
2:1 error: a new value can be used once it is committed: unsafe use of new value "glad" of enum type mood
    -- ALTER TYPE … ADD VALUE in a file of its own, before this one
-- ok
ALTER TYPE mood ADD VALUE 'glad';
-- next file
INSERT INTO users VALUES (101, 'glad');
