-- base
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY, email text);
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE INDEX users_id ON users (id);
-- bad
-- migrate:txmode none
CREATE INDEX CONCURRENTLY IF NOT EXISTS users_email ON users (email);
-- finds
2:1 warning: users_email: should it be an invalid one, of a build that failed, IF NOT EXISTS passes over it without a word
    -- migrate:txmode none
    DROP INDEX CONCURRENTLY IF EXISTS users_email;
    CREATE INDEX CONCURRENTLY users_email ON users (email);
-- bad
-- migrate:txmode none
CREATE INDEX CONCURRENTLY IF NOT EXISTS users_id ON users (id);
-- finds
2:1 warning: users_id was there already and is passed over: should it be an invalid one, of a build that failed, IF NOT EXISTS passes over it without a word
    -- migrate:txmode none
    DROP INDEX CONCURRENTLY IF EXISTS users_id;
    CREATE INDEX CONCURRENTLY users_id ON users (id);
-- ok
-- migrate:txmode none
CREATE INDEX CONCURRENTLY users_email ON users (email);
-- bad
-- migrate:txmode none
CREATE INDEX CONCURRENTLY IF NOT EXISTS users_email ON app.users (email);
-- finds
2:1 warning: users_email: should it be an invalid one, of a build that failed, IF NOT EXISTS passes over it without a word
    -- migrate:txmode none
    DROP INDEX CONCURRENTLY IF EXISTS app.users_email;
    CREATE INDEX CONCURRENTLY users_email ON app.users (email);
