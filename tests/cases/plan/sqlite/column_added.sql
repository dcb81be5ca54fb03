-- A column is added behind the others, before the constraints of the table.
-- hazards:
-- old
CREATE TABLE t (
  a INT, -- the first
  UNIQUE (a)
);
-- rows
INSERT INTO t VALUES (1), (2);
-- new
CREATE TABLE t (
  a INT, -- the first
  b TEXT NOT NULL DEFAULT 'x' COLLATE NOCASE,
  UNIQUE (a)
);
-- asks
SELECT rowid, a FROM t ORDER BY 1
