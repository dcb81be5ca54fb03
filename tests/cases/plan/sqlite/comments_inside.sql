-- Comments that hold what looks like DDL.
-- old
CREATE TABLE t ( -- the table (a, b
  a INT /* , x INT) */,
  b TEXT -- CHECK (
);
-- rows
INSERT INTO t VALUES (1, 'x');
-- new
CREATE TABLE t ( -- the table (a, b
  a INT NOT NULL /* , x INT) */,
  b TEXT -- CHECK (
);
-- asks
SELECT a, b FROM t
