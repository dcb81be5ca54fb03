-- base
CREATE TABLE users (id int PRIMARY KEY);
-- bad
ALTER TABLE users RENAME TO people;
-- finds
1:1 warning: users is renamed to people: code that still says users fails
    ALTER TABLE users RENAME TO people;
    CREATE VIEW users AS SELECT * FROM people;
    -- drop the view in a release after the last code that uses it
-- ok
CREATE TABLE others (id int PRIMARY KEY);
ALTER TABLE others RENAME TO people;
-- ok
ALTER TABLE users RENAME TO people;
CREATE VIEW users AS SELECT * FROM people;
-- ok
ALTER TABLE users RENAME TO old_users;
CREATE TABLE users (id bigint PRIMARY KEY);
INSERT INTO users SELECT id FROM old_users;
DROP TABLE old_users;
