-- The default character set of a table changes; some columns follow, others stay as they are.
-- old
CREATE TABLE t (a varchar(10), b varchar(10), c text, d int, e enum('ä', 'ö')) DEFAULT CHARSET=latin1;
-- rows
INSERT INTO t VALUES ('ä', 'ö', 'ü', 1, 'ö');
-- new
CREATE TABLE t (a varchar(10), b varchar(10) CHARACTER SET latin1, c text COLLATE utf8mb4_unicode_ci, d int, e enum('ä', 'ö')) DEFAULT CHARSET=utf8mb4;
-- asks
SELECT a, b, c, d, e FROM t
