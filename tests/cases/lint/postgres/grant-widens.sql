-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
GRANT SELECT ON users TO PUBLIC;
-- finds
1:1 warning: the table users gets SELECT for PUBLIC
-- bad
GRANT SELECT ON users TO pg_monitor WITH GRANT OPTION;
-- finds
1:1 warning: the table users gets SELECT for pg_monitor WITH GRANT OPTION
-- ok
GRANT SELECT ON users TO pg_monitor;
