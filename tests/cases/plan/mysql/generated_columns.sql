-- Generated columns become plain ones and plain ones generated; kept and virtual change places.
-- old
CREATE TABLE t (a int, b int AS (a + 1) STORED, c int AS (a + 2) VIRTUAL, d int, e int AS (a + 3) STORED, KEY by_c (c));
-- rows
INSERT INTO t (a, d) VALUES (1, 4);
-- new
CREATE TABLE t (a int, b int, c int AS (a + 20) VIRTUAL, d int AS (a + 3) VIRTUAL, e int AS (a + 3) VIRTUAL INVISIBLE, KEY by_c (c, a));
-- asks
SELECT a FROM t
