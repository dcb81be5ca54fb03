-- Another type takes a rebuild; digits that a number does not keep are counted.
-- hazards: loses-data t.a, rewrites-table t
-- old
CREATE TABLE t (a TEXT, b INT);
-- rows
INSERT INTO t VALUES ('1', 1), ('x', 2);
-- new
CREATE TABLE t (a INTEGER, b INT);
-- asks
SELECT CAST(a AS TEXT), b FROM t ORDER BY 2
