-- A counter of AUTOINCREMENT stays where it was through a rebuild.
-- old
CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT);
-- rows
INSERT INTO t VALUES (7, 1), (50, 2); DELETE FROM t WHERE id = 50;
-- new
CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT NOT NULL);
-- asks
SELECT name, seq FROM sqlite_sequence
SELECT id, CAST(a AS TEXT) FROM t
