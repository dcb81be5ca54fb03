-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
ALTER TABLE users ADD COLUMN name text;
CREATE INDEX CONCURRENTLY users_name ON users (name);
-- finds
2:1 error: the server takes this statement in no transaction, and the file runs in one
    -- migrate:txmode none
    CREATE INDEX CONCURRENTLY users_name ON users (name);
-- bad
VACUUM FULL users;
-- finds
1:1 error: the server takes this statement in no transaction, and the file runs in one
    -- migrate:txmode none
    VACUUM FULL users;
-- ok
-- migrate:txmode none
CREATE INDEX CONCURRENTLY users_email ON users (email);
