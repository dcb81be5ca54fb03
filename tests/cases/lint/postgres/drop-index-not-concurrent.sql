-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE INDEX users_email ON users (email);
-- bad
DROP INDEX users_email;
-- finds
1:1 warning: users_email is dropped under ACCESS EXCLUSIVE on users: reads and writes wait
    -- migrate:txmode none
    DROP INDEX CONCURRENTLY users_email;
-- ok
-- migrate:txmode none
DROP INDEX CONCURRENTLY users_email;
-- ok
ALTER TABLE users DROP COLUMN email;
-- bad
ALTER TABLE users ADD COLUMN name text;
DROP INDEX users_email;
-- finds
2:1 warning: users_email is dropped under ACCESS EXCLUSIVE on users: reads and writes wait
    -- migrate:txmode none
    DROP INDEX CONCURRENTLY users_email;
