-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80));
-- bad
DROP TABLE users;
-- finds
1:1 error: users is dropped with all of its rows
    ALTER TABLE users RENAME TO users_dropped;
    -- in a later release, with `-- migrate:data-loss-ok REASON` above it:
    DROP TABLE users_dropped;
-- bad
CREATE TABLE people (id int PRIMARY KEY, email varchar(80));
INSERT INTO people SELECT id, email FROM users;
DROP TABLE users;
-- finds
3:1 warning: users is dropped with all of its rows; rows of it were copied into people (line 2): see that none is missing
    ALTER TABLE users RENAME TO users_dropped;
    -- in a later release, with `-- migrate:data-loss-ok REASON` above it:
    DROP TABLE users_dropped;
-- bad
CREATE TABLE saved AS SELECT * FROM users;
ALTER TABLE saved RENAME TO archive;
-- next file
DROP TABLE users;
-- finds
3_new.sql:1:1 warning: users is dropped with all of its rows; rows of it were copied into saved (2_new.sql, line 1): see that none is missing
    ALTER TABLE users RENAME TO users_dropped;
    -- in a later release, with `-- migrate:data-loss-ok REASON` above it:
    DROP TABLE users_dropped;
-- bad
CREATE TABLE people (id int PRIMARY KEY, email varchar(80));
INSERT INTO people SELECT id, email FROM users;
DROP TABLE people;
DROP TABLE users;
-- finds
4:1 error: users is dropped with all of its rows
    ALTER TABLE users RENAME TO users_dropped;
    -- in a later release, with `-- migrate:data-loss-ok REASON` above it:
    DROP TABLE users_dropped;
-- bad
CREATE TABLE users_new (id int PRIMARY KEY, email varchar(80));
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
-- finds
2:1 error: users is dropped with all of its rows
    ALTER TABLE users RENAME TO users_dropped;
    -- in a later release, with `-- migrate:data-loss-ok REASON` above it:
    DROP TABLE users_dropped;
-- ok
ALTER TABLE users RENAME TO users_old;
CREATE TABLE users (id int PRIMARY KEY, email varchar(80));
INSERT INTO users (id, email) SELECT id, email FROM users_old;
DROP TABLE users_old;
-- ok
CREATE TABLE aside (id int PRIMARY KEY, email varchar(80));
INSERT INTO aside SELECT id, email FROM users;
DROP TABLE users;
CREATE TABLE users (id int PRIMARY KEY, email varchar(80));
INSERT INTO users SELECT id, email FROM aside;
DROP TABLE aside;
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
-- bad sqlite
CREATE TABLE users_new (id int PRIMARY KEY, email varchar(80));
INSERT INTO users_new SELECT id, email FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
-- next file
DROP TABLE users;
CREATE TABLE users (id int PRIMARY KEY);
-- finds
3_new.sql:1:1 error: users is dropped with all of its rows
    ALTER TABLE users RENAME TO users_dropped;
    -- in a later release, with `-- migrate:data-loss-ok REASON` above it:
    DROP TABLE users_dropped;
