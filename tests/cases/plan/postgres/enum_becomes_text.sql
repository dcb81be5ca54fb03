-- A column leaves its enum for text, and the enum goes.
-- old
CREATE TYPE mood AS ENUM ('bad', 'ok');
CREATE TABLE t (m mood DEFAULT 'ok' NOT NULL);
CREATE INDEX t_bad ON t (m) WHERE m = 'bad';
-- rows
INSERT INTO t VALUES ('bad'), ('ok');
-- new
CREATE TABLE t (m text DEFAULT 'ok' NOT NULL, CONSTRAINT known CHECK (m IN ('bad', 'ok')));
CREATE INDEX t_bad ON t (m) WHERE m = 'bad';
-- asks
SELECT m::text FROM t ORDER BY m::text
