-- Operators, their classes, casts, conversions and access methods come and go.
-- old
CREATE TYPE pair AS (a int, b int);
-- new
CREATE TYPE pair AS (a int, b int);
CREATE FUNCTION pair_lt(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.a < $2.a';
CREATE FUNCTION pair_gt(pair, pair) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1.a > $2.a';
CREATE FUNCTION pair_cmp(pair, pair) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.a - $2.a';
CREATE FUNCTION to_int(pair) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1.a';
CREATE OPERATOR <<< (FUNCTION = pair_lt, LEFTARG = pair, RIGHTARG = pair, COMMUTATOR = >>>, RESTRICT = scalarltsel);
CREATE OPERATOR >>> (FUNCTION = pair_gt, LEFTARG = pair, RIGHTARG = pair, COMMUTATOR = <<<);
CREATE OPERATOR FAMILY pairs USING btree;
CREATE OPERATOR CLASS pair_ops FOR TYPE pair USING btree FAMILY pairs AS OPERATOR 1 <<<, FUNCTION 1 pair_cmp(pair, pair);
CREATE CAST (pair AS int) WITH FUNCTION to_int(pair) AS ASSIGNMENT;
CREATE CAST (pair AS bigint) WITH INOUT;
CREATE CONVERSION mine FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE ACCESS METHOD heap2 TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE kept (a int) USING heap2;
COMMENT ON OPERATOR <<< (pair, pair) IS 'less';
COMMENT ON CAST (pair AS int) IS 'first';
