-- A renamed column keeps its values, its keys and the expressions that use it.
-- hazards:
-- renames: column t.a -> column t.b
-- old
CREATE TABLE t (id int PRIMARY KEY, a int, c int AS (a + 1) STORED, CONSTRAINT positive CHECK (a > 0), KEY by_a (a));
-- rows
INSERT INTO t (id, a) VALUES (1, 10);
-- new
CREATE TABLE t (id int PRIMARY KEY, b int, c int AS (b + 1) STORED, CONSTRAINT positive CHECK (b > 0), KEY by_a (b));
-- asks
SELECT id, c FROM t
