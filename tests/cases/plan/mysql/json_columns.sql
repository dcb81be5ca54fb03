-- A JSON column is text with a check; the check comes and goes with it.
-- old
CREATE TABLE t (a json, b longtext, c json NOT NULL DEFAULT '{}');
-- rows
INSERT INTO t VALUES ('{"x": 1}', '[]', '{}');
-- new
CREATE TABLE t (a longtext, b json COMMENT 'now', c json DEFAULT json_object('a', 1));
-- asks
SELECT a, b, c FROM t
