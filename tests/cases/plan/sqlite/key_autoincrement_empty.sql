-- A table without rows keeps its counter, too.
-- old
CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT);
-- rows
INSERT INTO t VALUES (50, 1); DELETE FROM t;
-- new
CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT NOT NULL);
-- asks
SELECT name, seq FROM sqlite_sequence
