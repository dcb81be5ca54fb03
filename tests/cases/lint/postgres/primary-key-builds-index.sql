-- base
CREATE TABLE tokens (code int PRIMARY KEY, zone int NOT NULL);
CREATE TABLE users (id int NOT NULL, email text);
-- bad
ALTER TABLE users ADD PRIMARY KEY (id);
-- finds
1:1 warning: the index of users_pkey is built under ACCESS EXCLUSIVE on users: reads and writes wait until it is done
    -- migrate:txmode none
    CREATE UNIQUE INDEX CONCURRENTLY users_pkey ON users (id);
    -- in a later file:
    ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;
-- ok
-- migrate:txmode none
CREATE UNIQUE INDEX CONCURRENTLY users_pkey ON users (id);
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_pkey;
-- ok
CREATE TABLE others (id int);
ALTER TABLE others ADD PRIMARY KEY (id);
-- bad
ALTER TABLE tokens DROP CONSTRAINT tokens_pkey;
ALTER TABLE tokens ADD PRIMARY KEY (code, zone);
-- finds
2:1 warning: the index of tokens_pkey is built under ACCESS EXCLUSIVE on tokens: reads and writes wait until it is done
    -- migrate:txmode none
    CREATE UNIQUE INDEX CONCURRENTLY tokens_pkey_new ON tokens (code, zone);
    -- in a later file:
    ALTER TABLE tokens DROP CONSTRAINT tokens_pkey, ADD CONSTRAINT tokens_pkey PRIMARY KEY USING INDEX tokens_pkey_new;
-- bad
ALTER TABLE tokens DROP CONSTRAINT tokens_pkey, ADD PRIMARY KEY (code, zone);
-- finds
1:1 warning: the index of tokens_pkey is built under ACCESS EXCLUSIVE on tokens: reads and writes wait until it is done
    -- migrate:txmode none
    CREATE UNIQUE INDEX CONCURRENTLY tokens_pkey_new ON tokens (code, zone);
    -- in a later file:
    ALTER TABLE tokens DROP CONSTRAINT tokens_pkey, ADD CONSTRAINT tokens_pkey PRIMARY KEY USING INDEX tokens_pkey_new;
