-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
-- bad
CREATE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();
-- finds
1:1 info: noted is made under SHARE ROW EXCLUSIVE on users: writes wait, and each write does more from then on
    SET LOCAL lock_timeout = '2s';
    CREATE TRIGGER noted BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION note();
-- ok
CREATE TABLE others (id int);
CREATE TRIGGER noted BEFORE INSERT ON others FOR EACH ROW EXECUTE FUNCTION note();
