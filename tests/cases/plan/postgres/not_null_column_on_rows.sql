-- A column that takes no NULL and has no default comes to a table with rows.
-- old
CREATE TYPE mood AS ENUM ('ok', 'good');
CREATE TABLE t (id int);
-- rows
INSERT INTO t VALUES (1), (2);
-- new
CREATE TYPE mood AS ENUM ('ok', 'good');
CREATE TABLE t (id int, a int NOT NULL, b text NOT NULL, c uuid NOT NULL UNIQUE, d timestamptz NOT NULL, e jsonb NOT NULL, f mood NOT NULL, g text[] NOT NULL, h boolean NOT NULL);
-- asks
SELECT id FROM t ORDER BY id
