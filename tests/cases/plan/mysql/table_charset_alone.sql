-- The default alone changes: no column is touched, and a new one takes what it says.
-- hazards:
-- old
CREATE TABLE t (a varchar(10)) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
-- rows
INSERT INTO t VALUES ('ä');
-- new
CREATE TABLE t (a varchar(10) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci, b varchar(10)) DEFAULT CHARSET=latin1 COLLATE=latin1_bin;
-- asks
SELECT a FROM t
