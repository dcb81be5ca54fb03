-- A view WITH RECURSIVE and one over a set-returning function are printed and read again.
-- old
CREATE TABLE t (id int, parent int);
-- new
CREATE TABLE t (id int, parent int);
CREATE RECURSIVE VIEW tree (id, depth) AS SELECT id, 1 FROM t WHERE parent IS NULL UNION ALL SELECT t.id, tree.depth + 1 FROM t JOIN tree ON t.parent = tree.id;
CREATE VIEW numbers AS SELECT n::int FROM generate_series(1, 10) n;
CREATE VIEW stamped AS SELECT id, (parent)::varchar(3) AS p FROM t WHERE id::text IN ('1', '2');
