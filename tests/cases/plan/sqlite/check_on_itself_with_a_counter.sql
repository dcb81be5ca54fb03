-- Such a table keeps rowids and counters as well.
-- old
CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT, CHECK (t.a > 0));
-- rows
INSERT INTO t VALUES (2, 2), (9, 9); DELETE FROM t WHERE id = 9;
-- new
CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT, CHECK (t.a > 1));
-- asks
SELECT id, a FROM t
SELECT name, seq FROM sqlite_sequence
