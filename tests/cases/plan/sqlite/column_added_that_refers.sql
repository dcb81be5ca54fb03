-- A column with a default that refers to a table.
-- old
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INT);
-- rows
INSERT INTO p VALUES (1); INSERT INTO t VALUES (1);
-- new
CREATE TABLE p (id INTEGER PRIMARY KEY);
CREATE TABLE t (a INT, p INT DEFAULT 1 REFERENCES p (id));
-- asks
SELECT a FROM t
