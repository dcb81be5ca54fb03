-- A view and the column that it no longer shows.
-- hazards: loses-data t.b
-- old
CREATE TABLE t (a INT, b INT);
CREATE VIEW v AS SELECT a, b FROM t;
-- rows
INSERT INTO t VALUES (1, 2);
-- new
CREATE TABLE t (a INT);
CREATE VIEW v AS SELECT a FROM t;
-- asks
SELECT a FROM t
