-- The rows of a full-text table point to rowids, which stay.
-- hazards: may-fail-on-data t.b, rewrites-table t
-- old
CREATE TABLE t (a TEXT, b INT);
CREATE VIRTUAL TABLE f USING fts5(a, content='t');
CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO f (rowid, a) VALUES (new.rowid, new.a); END;
-- rows
INSERT INTO t (rowid, a, b) VALUES (5, 'green', 1), (7, 'red', 1);
-- new
CREATE TABLE t (a TEXT, b INT NOT NULL);
CREATE VIRTUAL TABLE f USING fts5(a, content='t');
CREATE TRIGGER r AFTER INSERT ON t BEGIN INSERT INTO f (rowid, a) VALUES (new.rowid, new.a); END;
-- asks
SELECT rowid, a FROM f WHERE f MATCH 'red'
