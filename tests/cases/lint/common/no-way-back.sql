-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));
-- bad
-- migrate:data-loss-ok nobody has any
DROP TABLE users;
-- finds
2:1 info: no way back brings the data of users again
    -- at the head of the file:
    -- migrate:irreversible REASON
-- bad
-- migrate:data-loss-ok nobody reads it
ALTER TABLE users DROP COLUMN email;
-- finds
2:1 info: no way back brings the data of users.email again
    -- at the head of the file:
    -- migrate:irreversible REASON
-- bad
UPDATE users SET email = 'a' WHERE id = 1;
DELETE FROM users WHERE id = 2;
-- finds
1:1 info: no way back brings the data of users again
    -- at the head of the file:
    -- migrate:irreversible REASON
-- ok
-- migrate:irreversible nobody needs them

-- migrate:data-loss-ok nobody has any
DROP TABLE users;
-- ok
-- migrate:data-loss-ok it comes back empty
ALTER TABLE users DROP COLUMN email;
-- way back
ALTER TABLE users ADD COLUMN email varchar(80);
-- ok
CREATE TABLE items (id bigint PRIMARY KEY);
INSERT INTO items VALUES (1);
DELETE FROM items WHERE id = 1;
ALTER TABLE users ADD COLUMN name varchar(80);
UPDATE users SET name = email WHERE id > 0;
