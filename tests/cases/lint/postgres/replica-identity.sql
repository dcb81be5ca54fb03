-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
ALTER TABLE users REPLICA IDENTITY FULL;
-- finds
1:1 warning: users has REPLICA IDENTITY FULL: every old row goes into the log whole
-- bad
ALTER TABLE users REPLICA IDENTITY NOTHING;
-- finds
1:1 warning: users has REPLICA IDENTITY NOTHING: UPDATE and DELETE fail once it is published
-- ok
ALTER TABLE users REPLICA IDENTITY USING INDEX users_pkey;
