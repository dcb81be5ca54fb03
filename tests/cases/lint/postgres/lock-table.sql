-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
LOCK TABLE users IN ACCESS EXCLUSIVE MODE;
-- finds
1:1 warning: takes ACCESS EXCLUSIVE on users: reads and writes wait until the end
-- ok
LOCK TABLE users IN ROW SHARE MODE;
