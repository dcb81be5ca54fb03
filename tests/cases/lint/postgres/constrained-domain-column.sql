-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE DOMAIN number AS int;
-- bad
ALTER TABLE users ADD COLUMN age positive;
-- finds
1:1 warning: users.age is of the domain public.positive, which has a condition: all rows of users are written anew under ACCESS EXCLUSIVE, reads and writes wait
-- ok
ALTER TABLE users ADD COLUMN age number;
