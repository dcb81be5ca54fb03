-- Composite and range types come, change and go.
-- old
CREATE TYPE pair AS (a int, b text);
CREATE TABLE t (p pair);
CREATE FUNCTION first(pair) RETURNS int LANGUAGE sql AS 'SELECT $1.a';
-- new
CREATE TYPE pair AS (a int, c text COLLATE "C", d date);
COMMENT ON COLUMN pair.c IS 'third';
CREATE TABLE t (p pair);
CREATE FUNCTION first(pair) RETURNS int LANGUAGE sql AS 'SELECT $1.a';
CREATE TYPE span AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi);
CREATE TYPE words AS RANGE (SUBTYPE = text, COLLATION = "C");
CREATE TABLE spans (s span, many span_multirange);
