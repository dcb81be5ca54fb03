-- Rows of children stay when their parent is rebuilt, whatever ON DELETE says.
-- old
CREATE TABLE p (id INTEGER PRIMARY KEY, a INT);
CREATE TABLE c (p INT REFERENCES p (id) ON DELETE CASCADE ON UPDATE CASCADE, x INT);
CREATE VIEW v AS SELECT p.a, c.x FROM p JOIN c ON c.p = p.id;
-- rows
PRAGMA foreign_keys = ON; INSERT INTO p VALUES (1, 1); INSERT INTO c VALUES (1, 2);
-- new
CREATE TABLE p (id INTEGER PRIMARY KEY, a TEXT NOT NULL);
CREATE TABLE c (p INT REFERENCES p (id) ON DELETE CASCADE ON UPDATE CASCADE, x INT);
CREATE VIEW v AS SELECT p.a, c.x FROM p JOIN c ON c.p = p.id;
-- asks
SELECT p, x FROM c
SELECT CAST(a AS TEXT), x FROM v
