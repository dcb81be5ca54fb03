-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80));
-- bad
CREATE INDEX users_email ON users (email);
-- next file
ALTER TABLE users ALTER COLUMN id TYPE bigint;
-- finds
3_new.sql:1:1 warning: builds users_email, for which 2_new.sql has done all the work already
-- bad
CREATE INDEX users_email ON users (email);
-- next file
DROP INDEX users_email;
-- finds
3_new.sql:1:1 warning: drops users_email, for which 2_new.sql has done all the work already
-- bad
ALTER TABLE users ALTER COLUMN id TYPE bigint;
-- next file
ALTER TABLE users ALTER COLUMN email TYPE varchar(40);
-- finds
3_new.sql:1:1 warning: builds users, for which 2_new.sql has done all the work already
-- ok
ALTER TABLE users ALTER COLUMN id TYPE bigint;
-- next file
CREATE INDEX users_email ON users (email);
