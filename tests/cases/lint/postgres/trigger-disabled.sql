-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();
-- bad
ALTER TABLE users DISABLE TRIGGER noted;
-- finds
1:1 warning: the trigger noted of users is disabled
-- bad
SET session_replication_role = replica;
-- finds
1:1 warning: session_replication_role is replica: no trigger and no foreign key is heeded
-- ok
ALTER TABLE users ENABLE ALWAYS TRIGGER noted;
