-- Collations come and go with the columns that use them.
-- old
CREATE TABLE t (a text);
-- rows
INSERT INTO t VALUES ('x');
-- new
CREATE COLLATION two (LC_COLLATE = 'C', LC_CTYPE = 'POSIX');
CREATE COLLATION plain FROM "C";
COMMENT ON COLLATION plain IS 'plain';
CREATE TABLE t (a text COLLATE two);
-- asks
SELECT a FROM t
