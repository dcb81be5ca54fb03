-- A view gives its name to a table.
-- old
CREATE TABLE t (a INT);
CREATE VIEW v AS SELECT a FROM t;
-- new
CREATE TABLE t (a INT);
CREATE TABLE v (a INT);
