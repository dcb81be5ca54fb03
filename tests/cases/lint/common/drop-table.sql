-- base
CREATE TABLE users (id int PRIMARY KEY);
-- bad
DROP TABLE users;
-- finds
1:1 error: users is dropped with all of its rows
    ALTER TABLE users RENAME TO users_dropped;
    -- in a later release, with `-- migrate:data-loss-ok REASON` above it:
    DROP TABLE users_dropped;
-- ok
CREATE TABLE others (id int PRIMARY KEY);
DROP TABLE others;
-- ok
-- migrate:data-loss-ok nobody has it any more
DROP TABLE users;
