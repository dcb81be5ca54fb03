-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
REINDEX TABLE users;
-- finds
1:1 warning: indexes are built anew under SHARE on users: writes wait until it is done
    -- migrate:txmode none
    REINDEX TABLE CONCURRENTLY users;
-- bad
REINDEX INDEX users_pkey;
-- finds
1:1 warning: indexes are built anew under SHARE on users: writes wait until it is done
    -- migrate:txmode none
    REINDEX INDEX CONCURRENTLY users_pkey;
-- ok
-- migrate:txmode none
REINDEX TABLE CONCURRENTLY users;
-- bad
ALTER TABLE users ADD COLUMN name text;
REINDEX TABLE users;
-- finds
2:1 warning: indexes are built anew under ACCESS EXCLUSIVE on users: reads and writes wait until it is done
    -- migrate:txmode none
    REINDEX TABLE CONCURRENTLY users;
