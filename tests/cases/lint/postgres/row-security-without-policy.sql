-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
-- finds
1:1 warning: users has row security and no policy: all but its owner see no row
    CREATE POLICY … ON users USING (…);
-- ok
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users USING (email = current_user);
