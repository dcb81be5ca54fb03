CREATE TABLE t (
  a int, -- a; it's
  b int /* b; */
);
SELECT a FROM t;
