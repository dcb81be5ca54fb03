-- A collation of the server's own provider and a publication of generated columns come and go.
-- old
CREATE TABLE t (id int PRIMARY KEY);
-- new
CREATE COLLATION own (PROVIDER = builtin, LOCALE = 'C.UTF-8');
CREATE TABLE t (id int PRIMARY KEY, a text COLLATE own, b int GENERATED ALWAYS AS (id + 1) STORED);
CREATE PUBLICATION p FOR TABLE t WITH (publish_generated_columns = stored);
