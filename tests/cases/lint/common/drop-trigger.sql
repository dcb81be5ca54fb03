-- base postgres
CREATE TABLE users (id int PRIMARY KEY);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();
-- base mariadb
CREATE TABLE users (id int PRIMARY KEY);
CREATE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW SET @a = 1;
-- base sqlite
CREATE TABLE users (id int PRIMARY KEY);
CREATE TRIGGER noted BEFORE INSERT ON users BEGIN SELECT 1; END;
-- bad postgres
DROP TRIGGER noted ON users;
-- finds
1:1 warning: the trigger noted of users is dropped
-- bad mariadb sqlite
DROP TRIGGER noted;
-- finds
1:1 warning: the trigger noted of users is dropped
-- ok
DROP TABLE users;
