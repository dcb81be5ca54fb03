-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
-- migrate:txmode none
ALTER TABLE users ADD COLUMN name text;
CREATE INDEX CONCURRENTLY users_name ON users (name);
-- finds
3:1 warning: takes no transaction, so line 2 of the file has none either
    -- move this statement into a file of its own, with `-- migrate:txmode none`
-- ok
-- migrate:txmode none
CREATE INDEX CONCURRENTLY users_email ON users (email);
