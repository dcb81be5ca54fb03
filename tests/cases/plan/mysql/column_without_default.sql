-- A nullable column that has lost even the default NULL is told from one that has it.
-- old
CREATE TABLE t (a int, b text, c int);
ALTER TABLE t ALTER COLUMN a DROP DEFAULT;
-- new
CREATE TABLE t (a int, b text, c int, d int);
ALTER TABLE t ALTER COLUMN b DROP DEFAULT, ALTER COLUMN d DROP DEFAULT;
