-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80));
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
-- ok
CREATE TABLE users_new (id int PRIMARY KEY, email varchar(80));
INSERT INTO users_new SELECT * FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
