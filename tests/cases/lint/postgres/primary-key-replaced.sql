-- base
CREATE TABLE users (id int PRIMARY KEY, number int NOT NULL);
-- bad
ALTER TABLE users DROP CONSTRAINT users_pkey;
ALTER TABLE users ADD PRIMARY KEY (number);
-- finds
1:1 warning: the primary key of users was (id) and is now (number)
-- bad
ALTER TABLE users DROP CONSTRAINT users_pkey, ADD PRIMARY KEY (id, number);
-- finds
1:1 warning: the primary key of users was (id) and is now (id, number)
-- ok
ALTER TABLE users RENAME CONSTRAINT users_pkey TO users_key;
