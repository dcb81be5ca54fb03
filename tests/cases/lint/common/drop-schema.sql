-- base postgres
CREATE SCHEMA app;
CREATE TABLE app.users (id int PRIMARY KEY);
-- bad postgres
DROP SCHEMA app CASCADE;
-- finds
1:1 error: the schema app is dropped with its tables users
-- ok postgres
CREATE SCHEMA other;
DROP SCHEMA other;
