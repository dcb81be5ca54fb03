-- A view that has lost its table elsewhere does not stand in the way.
-- old
CREATE VIEW v AS SELECT a FROM gone;
CREATE TABLE t (a INT, b INT);
-- rows
INSERT INTO t VALUES (1, 2);
-- new
CREATE VIEW v AS SELECT a FROM gone;
CREATE TABLE t (a INT);
-- asks
SELECT a FROM t
