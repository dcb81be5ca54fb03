-- A new value is used by the default, a check and an index of the same plan.
-- old
CREATE TYPE mood AS ENUM ('ok', 'good');
CREATE TABLE t (m mood DEFAULT 'ok');
-- rows
INSERT INTO t VALUES ('ok'), ('good');
-- new
CREATE TYPE mood AS ENUM ('ok', 'good', 'best');
CREATE TABLE t (m mood DEFAULT 'best', CHECK (m <> 'best'));
CREATE INDEX ON t (m) WHERE m = 'best';
-- asks
SELECT m::text FROM t ORDER BY m
