-- A view, a sequence and a trigger under other names.
-- hazards:
-- renames: view v -> view w, sequence s -> sequence r
-- old
CREATE TABLE t (a int);
CREATE SEQUENCE s START WITH 7;
CREATE VIEW v AS SELECT a FROM t;
CREATE VIEW u AS SELECT a FROM v;
CREATE TRIGGER one BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1;
-- new
CREATE TABLE t (a int);
CREATE SEQUENCE r START WITH 7;
CREATE VIEW w AS SELECT a FROM t;
CREATE VIEW u AS SELECT a FROM w;
CREATE TRIGGER two BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1;
