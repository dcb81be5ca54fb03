-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));
-- bad
DROP TABLE users;
-- finds
0:0 warning: no way back brings the data of users again
    -- migrate:irreversible REASON
-- bad
ALTER TABLE users DROP COLUMN email;
-- finds
0:0 warning: no way back brings the data of users.email again
    -- migrate:irreversible REASON
-- bad
UPDATE users SET email = 'a' WHERE id = 1;
DELETE FROM users WHERE id = 2;
-- finds
0:0 warning: no way back brings the data of users again
    -- migrate:irreversible REASON
-- ok
-- migrate:irreversible nobody needs them

DROP TABLE users;
-- ok
ALTER TABLE users DROP COLUMN email;
-- way back
ALTER TABLE users ADD COLUMN email varchar(80);
-- ok
CREATE TABLE items (id bigint PRIMARY KEY);
INSERT INTO items VALUES (1);
DELETE FROM items WHERE id = 1;
