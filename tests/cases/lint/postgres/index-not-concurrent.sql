-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
ALTER TABLE users ADD COLUMN name text;
CREATE UNIQUE INDEX users_name ON users (name);
-- finds
2:1 warning: users_name is built under ACCESS EXCLUSIVE on users: reads and writes wait until it is done
    -- migrate:txmode none
    CREATE UNIQUE INDEX CONCURRENTLY users_name ON users (name);
-- bad
-- migrate:txmode none
CREATE INDEX users_email ON users (lower(email));
-- finds
2:1 warning: users_email is built under SHARE on users: writes wait until it is done
    -- migrate:txmode none
    CREATE INDEX CONCURRENTLY users_email ON users (lower(email));
-- ok
CREATE TABLE orders (id int);
CREATE INDEX orders_id ON orders (id);
-- ok
-- migrate:txmode none
CREATE INDEX CONCURRENTLY users_email ON users (email);
-- bad
CREATE INDEX one ON users (email);
CREATE INDEX two ON users (email);
-- finds
1:1 warning: one is built under SHARE on users: writes wait until it is done
    -- migrate:txmode none
    CREATE INDEX CONCURRENTLY one ON users (email);
2:1 warning: two is built under SHARE on users: writes wait until it is done
    -- migrate:txmode none
    CREATE INDEX CONCURRENTLY two ON users (email);
-- bad
CREATE INDEX IF NOT EXISTS users_email ON users (email);
-- finds
1:1 warning: users_email is built under SHARE on users: writes wait until it is done
    -- migrate:txmode none
    CREATE INDEX CONCURRENTLY users_email ON users (email);
-- bad
ALTER TABLE users ADD COLUMN name text;
CREATE INDEX users_email ON users (email);
-- finds
2:1 warning: users_email is built under ACCESS EXCLUSIVE on users: reads and writes wait until it is done
    -- migrate:txmode none
    CREATE INDEX CONCURRENTLY users_email ON users (email);
