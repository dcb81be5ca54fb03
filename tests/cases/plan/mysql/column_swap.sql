-- Two columns change names with each other.
-- hazards:
-- renames: column t.a -> column t.b, column t.b -> column t.a
-- old
CREATE TABLE t (id int, a int, b int);
-- rows
INSERT INTO t VALUES (1, 10, 20);
-- new
CREATE TABLE t (id int, b int, a int);
-- asks
SELECT id FROM t
