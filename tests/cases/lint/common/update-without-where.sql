-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80));
-- bad
UPDATE users SET email = lower(email);
-- finds
1:1 warning: users.email is overwritten in every row of the table
-- ok
UPDATE users SET email = lower(email) WHERE email <> lower(email);
-- ok
ALTER TABLE users ADD COLUMN name varchar(80);
UPDATE users SET name = email;
