-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
CLUSTER users USING users_pkey;
-- finds
1:1 warning: CLUSTER writes all of users anew under ACCESS EXCLUSIVE, reads and writes wait
-- bad
-- migrate:txmode none
VACUUM FULL users;
-- finds
2:1 warning: VACUUM FULL writes all of users anew under ACCESS EXCLUSIVE, reads and writes wait
-- ok
-- migrate:txmode none
VACUUM users;
