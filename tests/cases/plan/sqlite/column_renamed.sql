-- A column is renamed in place, with all that speaks of it.
-- hazards:
-- renames: column t.a -> column t.c
-- old
CREATE TABLE t (a INT CHECK (a > 0), b INT, UNIQUE (a, b));
CREATE TABLE u (x INT, y INT, FOREIGN KEY (x, y) REFERENCES t (a, b));
CREATE INDEX i ON t (a) WHERE a > 5;
CREATE VIEW v AS SELECT a FROM t;
CREATE TRIGGER r AFTER INSERT ON t BEGIN UPDATE t SET b = new.a; END;
-- rows
INSERT INTO t VALUES (1, 2);
-- new
CREATE TABLE t (c INT CHECK (c > 0), b INT, UNIQUE (c, b));
CREATE TABLE u (x INT, y INT, FOREIGN KEY (x, y) REFERENCES t (c, b));
CREATE INDEX i ON t (c) WHERE c > 5;
CREATE VIEW v AS SELECT c FROM t;
CREATE TRIGGER r AFTER INSERT ON t BEGIN UPDATE t SET b = new.c; END;
-- asks
SELECT b FROM t
