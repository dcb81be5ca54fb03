-- A serial column is made anew as a generated one; its sequence goes with it.
-- hazards: loses-data t.n
-- old
CREATE TABLE t (id int, n serial);
-- rows
INSERT INTO t VALUES (1, 2);
-- new
CREATE TABLE t (id int, n numeric(8,2) GENERATED ALWAYS AS (id + 1) STORED);
-- asks
SELECT id FROM t
