-- NOT NULL constraints have names, are not valid, are not inherited, and follow a renamed table.
-- renames: table public.old -> table public.new
-- old
CREATE TABLE t (a int CONSTRAINT given NOT NULL, b int NOT NULL, c int NOT NULL NO INHERIT, d int, e int NOT NULL);
CREATE TABLE old (a int NOT NULL, b int CONSTRAINT given_b NOT NULL);
COMMENT ON CONSTRAINT given ON t IS 'noted';
-- rows
INSERT INTO t VALUES (1, 2, 3, 4, 5);
-- new
CREATE TABLE t (a int NOT NULL, b int CONSTRAINT named NOT NULL, c int NOT NULL, d int, e int);
ALTER TABLE t ADD CONSTRAINT late NOT NULL d NOT VALID;
CREATE TABLE new (a int NOT NULL, b int CONSTRAINT given_b NOT NULL);
-- asks
SELECT a, b, c, d, e FROM t
