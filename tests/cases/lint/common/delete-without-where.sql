-- base
CREATE TABLE users (id int PRIMARY KEY);
-- bad
DELETE FROM users;
-- finds
1:1 error: all rows of users are deleted
-- ok
DELETE FROM users WHERE id IN (SELECT 1);
-- ok
-- migrate:data-loss-ok it is filled again every night
DELETE FROM users;
