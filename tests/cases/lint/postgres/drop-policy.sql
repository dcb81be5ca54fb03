-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE POLICY own ON users USING (email = current_user);
-- bad
DROP POLICY own ON users;
-- finds
1:1 warning: the policy own of users is dropped
-- ok
DROP POLICY own ON users;
CREATE POLICY own ON users USING (email = session_user);
