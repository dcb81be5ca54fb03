-- Keys, checks, columns and triggers that change their order and nothing else.
-- hazards:
-- old
CREATE TABLE k (a int, KEY one (a), KEY two (a), UNIQUE KEY three (a));
CREATE TABLE c (a int, CONSTRAINT one CHECK (a > 0), CONSTRAINT two CHECK (a > 1));
CREATE TABLE p (a int, b int, c int);
CREATE TABLE t (a int);
CREATE TRIGGER one BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1;
CREATE TRIGGER two BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 2;
CREATE TRIGGER three BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 3;
-- rows
INSERT INTO p VALUES (1, 2, 3);
-- new
CREATE TABLE k (a int, KEY two (a), KEY one (a), UNIQUE KEY three (a));
CREATE TABLE c (a int, CONSTRAINT two CHECK (a > 1), CONSTRAINT one CHECK (a > 0));
CREATE TABLE p (c int, a int, b int);
CREATE TABLE t (a int);
CREATE TRIGGER three BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 3;
CREATE TRIGGER one BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1;
CREATE TRIGGER two BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 2;
-- asks
SELECT a, b, c FROM p
