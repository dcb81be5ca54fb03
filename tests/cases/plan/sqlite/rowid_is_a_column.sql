-- Columns that took the names of the rowid.
-- old
CREATE TABLE t (rowid TEXT, _rowid_ TEXT, a INT);
-- rows
INSERT INTO t (oid, rowid, _rowid_, a) VALUES (8, 'x', 'y', 1);
-- new
CREATE TABLE t (rowid TEXT, _rowid_ TEXT, a INT NOT NULL);
-- asks
SELECT oid, rowid, _rowid_, a FROM t
