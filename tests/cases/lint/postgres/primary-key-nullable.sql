-- base
CREATE TABLE users (id int, number int NOT NULL);
-- bad
ALTER TABLE users ADD PRIMARY KEY (id);
-- finds
1:1 warning: id may be NULL, so all of users is read under ACCESS EXCLUSIVE for the primary key users_pkey, reads and writes wait
    ALTER TABLE users ALTER COLUMN id SET NOT NULL;  -- see PG303
-- bad
-- migrate:txmode none
CREATE UNIQUE INDEX CONCURRENTLY users_pkey ON users (id);
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;
-- finds
3:1 warning: id may be NULL, so all of users is read under ACCESS EXCLUSIVE for the primary key users_pkey, reads and writes wait
    ALTER TABLE users ALTER COLUMN id SET NOT NULL;  -- see PG303
-- ok
ALTER TABLE users ADD PRIMARY KEY (number);
