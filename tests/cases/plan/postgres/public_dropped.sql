-- The schema public goes, and comes back.
-- old
CREATE SCHEMA app;
CREATE TABLE t (a int);
-- new
CREATE SCHEMA app;
DROP SCHEMA public;
