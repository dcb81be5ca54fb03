-- A view of what is no longer there is read, and made again once it can be.
-- old
CREATE TABLE t (x int, y int);
CREATE VIEW v AS SELECT x, y FROM t;
-- new
CREATE TABLE t (x int);
CREATE VIEW v AS SELECT x FROM t;
