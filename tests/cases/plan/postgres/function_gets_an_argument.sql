-- A function that everything calls gets an argument with a default: the calls read the same.
-- old
CREATE FUNCTION one() RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT 1';
CREATE TABLE t (id int DEFAULT one(), n int, CONSTRAINT c CHECK (n <> one()));
CREATE INDEX t_n ON t (n) WHERE n > one();
CREATE VIEW v AS SELECT id FROM t WHERE n > one();
-- rows
INSERT INTO t VALUES (1, 2);
-- new
CREATE FUNCTION one(x int DEFAULT 1) RETURNS integer IMMUTABLE LANGUAGE sql AS 'SELECT 1';
CREATE TABLE t (id int DEFAULT one(), n int, CONSTRAINT c CHECK (n <> one()));
CREATE INDEX t_n ON t (n) WHERE n > one();
CREATE VIEW v AS SELECT id FROM t WHERE n > one();
-- asks
SELECT id, n FROM t
