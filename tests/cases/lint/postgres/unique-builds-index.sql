-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
ALTER TABLE users ADD CONSTRAINT one_email UNIQUE (email);
-- finds
1:1 warning: the index of one_email is built under ACCESS EXCLUSIVE on users: reads and writes wait until it is done
    -- migrate:txmode none
    CREATE UNIQUE INDEX CONCURRENTLY one_email ON users (email);
    -- in a later file:
    ALTER TABLE users ADD CONSTRAINT one_email UNIQUE USING INDEX one_email;
-- bad
ALTER TABLE users ADD COLUMN name text UNIQUE;
-- finds
1:1 warning: the index of users_name_key is built under ACCESS EXCLUSIVE on users: reads and writes wait until it is done
    -- name without the condition, and then:
    -- migrate:txmode none
    CREATE UNIQUE INDEX CONCURRENTLY users_name_key ON users (name);
    -- in a later file:
    ALTER TABLE users ADD CONSTRAINT users_name_key UNIQUE USING INDEX users_name_key;
-- ok
-- migrate:txmode none
CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email);
ALTER TABLE users ADD CONSTRAINT one_email UNIQUE USING INDEX users_email;
-- bad
ALTER TABLE users ADD COLUMN code int, ADD CONSTRAINT users_code UNIQUE (code);
-- finds
1:1 warning: the index of users_code is built under ACCESS EXCLUSIVE on users: reads and writes wait until it is done
    -- code without the condition, and then:
    -- migrate:txmode none
    CREATE UNIQUE INDEX CONCURRENTLY users_code ON users (code);
    -- in a later file:
    ALTER TABLE users ADD CONSTRAINT users_code UNIQUE USING INDEX users_code;
