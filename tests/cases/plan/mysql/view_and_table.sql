-- A view becomes a table and a table a view.
-- hazards: loses-data b
-- old
CREATE TABLE t (x int);
CREATE VIEW a AS SELECT x FROM t;
CREATE TABLE b (x int);
-- new
CREATE TABLE t (x int);
CREATE TABLE a (x int);
CREATE VIEW b AS SELECT x FROM t;
