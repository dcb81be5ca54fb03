-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80));
-- bad
ALTER TABLE users DROP COLUMN email;
-- finds
1:1 error: users.email is dropped with all values; code that still uses them fails
    -- in a release after the last code that uses it, and above the statement:
    -- migrate:data-loss-ok REASON
-- bad
CREATE TABLE users_new (id int PRIMARY KEY);
INSERT INTO users_new SELECT id FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
-- finds
3:1 error: users.email is dropped with all values; code that still uses them fails
    -- in a release after the last code that uses it, and above the statement:
    -- migrate:data-loss-ok REASON
-- bad
ALTER TABLE users RENAME TO users_old;
CREATE TABLE users (id int PRIMARY KEY);
INSERT INTO users SELECT id FROM users_old;
DROP TABLE users_old;
-- finds
4:1 error: users.email is dropped with all values; code that still uses them fails
    -- in a release after the last code that uses it, and above the statement:
    -- migrate:data-loss-ok REASON
-- ok
ALTER TABLE users ADD COLUMN name varchar(80);
ALTER TABLE users DROP COLUMN name;
-- ok
-- migrate:data-loss-ok it was never filled
ALTER TABLE users DROP COLUMN email;
-- bad postgres mariadb
ALTER TABLE users DROP COLUMN email;
ALTER TABLE users ADD COLUMN email varchar(200);
-- finds
1:1 warning: users.email is dropped with all values, and what comes by that name is another column: see that they were copied
    -- in a release after the last code that uses it, and above the statement:
    -- migrate:data-loss-ok REASON
