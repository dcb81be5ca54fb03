-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE INDEX users_email ON users (email);
CREATE TABLE codes (code int);
CREATE UNIQUE INDEX codes_code ON codes (code);
CREATE TABLE uses (code int REFERENCES codes (code));
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
-- bad
DROP INDEX codes_code CASCADE;
-- finds
1:1 warning: codes_code is dropped under ACCESS EXCLUSIVE on codes: reads and writes wait
    ALTER TABLE uses DROP CONSTRAINT uses_code_fkey;
    -- migrate:txmode none
    DROP INDEX CONCURRENTLY codes_code;
