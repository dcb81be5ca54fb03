-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users ADD COLUMN code varchar(36) DEFAULT (uuid());
-- finds
1:1 warning: users.code gets a value of its own in every row: every row of users is copied (ALGORITHM=COPY, LOCK=SHARED), writes wait until it is done
    ALTER TABLE users ADD COLUMN code varchar(36), ALGORITHM=INSTANT;
    ALTER TABLE users ALTER COLUMN code SET DEFAULT (uuid()), ALGORITHM=INSTANT;
    -- and fill the rows that are there in batches
-- ok
ALTER TABLE users ADD COLUMN seen datetime DEFAULT now();
