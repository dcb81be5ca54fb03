-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
SET search_path = pg_catalog;
-- finds
1:1 info: search_path stays changed for what the session runs next
-- bad
-- migrate:txmode none
SET work_mem = '8MB';
SET lock_timeout = '2s';
-- finds
2:1 info: lock_timeout and work_mem stay changed for what the session runs next
-- ok
SET LOCAL search_path = pg_catalog;
SET lock_timeout = '2s';
RESET lock_timeout;
ALTER TABLE users ADD COLUMN nick text;
-- next file
SELECT 1;
