-- A full-text table comes and goes; its shadow tables are its own affair.
-- hazards:
-- old
CREATE TABLE t (a TEXT);
-- rows
INSERT INTO t VALUES ('x');
-- new
CREATE TABLE t (a TEXT);
CREATE VIRTUAL TABLE f USING fts5(a, content='t');
CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO f (rowid, a) VALUES (new.rowid, new.a); END;
-- asks
SELECT a FROM t
