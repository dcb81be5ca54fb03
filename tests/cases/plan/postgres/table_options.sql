-- Options of a table change in place.
-- old
CREATE TABLE t (a int PRIMARY KEY, b int NOT NULL) WITH (fillfactor = 70, autovacuum_enabled = false);
CREATE UNIQUE INDEX t_b ON t (b);
CREATE UNLOGGED TABLE u (a int);
ALTER TABLE t REPLICA IDENTITY USING INDEX t_b;
ALTER TABLE t CLUSTER ON t_b;
-- rows
INSERT INTO t VALUES (1, 2);
-- new
CREATE TABLE t (a int PRIMARY KEY, b int NOT NULL) WITH (fillfactor = 80, toast.autovacuum_enabled = false);
CREATE UNIQUE INDEX t_b ON t (b);
CREATE TABLE u (a int);
ALTER TABLE u REPLICA IDENTITY FULL;
ALTER TABLE u ENABLE ROW LEVEL SECURITY;
ALTER TABLE u FORCE ROW LEVEL SECURITY;
COMMENT ON TABLE t IS E'two\nlines \\ and a ''quote''';
-- asks
SELECT a, b FROM t
