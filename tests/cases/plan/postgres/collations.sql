-- Collations come and go with the columns that use them.
-- old
CREATE TABLE t (a text);
-- rows
INSERT INTO t VALUES ('x');
-- new
CREATE COLLATION german (PROVIDER = icu, LOCALE = 'de-u-co-phonebk', DETERMINISTIC = false);
CREATE COLLATION plain FROM "C";
COMMENT ON COLLATION plain IS 'plain';
CREATE TABLE t (a text COLLATE german);
-- asks
SELECT a FROM t
