-- A virtual generated column comes, becomes stored and goes.
-- old
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) VIRTUAL, c int GENERATED ALWAYS AS (a + 2) STORED);
CREATE VIEW v AS SELECT b FROM t;
-- rows
INSERT INTO t VALUES (1);
-- new
CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a + 1) STORED, c int GENERATED ALWAYS AS (a + 2) VIRTUAL, d int GENERATED ALWAYS AS (a * 2));
CREATE VIEW v AS SELECT b FROM t;
-- asks
SELECT a, b, c FROM t
