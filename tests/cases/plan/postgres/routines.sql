-- Functions, procedures and aggregates come, are replaced and made anew under their users.
-- old
CREATE FUNCTION stays(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT a';
CREATE FUNCTION renamed_argument(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION retyped() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION loses_default(a int, b int DEFAULT 2) RETURNS int LANGUAGE sql AS 'SELECT a + b';
CREATE TABLE t (a int DEFAULT renamed_argument(3), b int, c int DEFAULT stays(1), CHECK (renamed_argument(b) > 0));
CREATE INDEX t_r ON t (renamed_argument(b));
CREATE VIEW v AS SELECT renamed_argument(a) AS r FROM t;
-- rows
INSERT INTO t (b) VALUES (5);
-- new
CREATE FUNCTION stays(a int) RETURNS int LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 50 SET search_path = '' AS 'SELECT a + 1';
CREATE FUNCTION renamed_argument(b int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION retyped() RETURNS bigint LANGUAGE sql AS 'SELECT 1::bigint';
CREATE FUNCTION loses_default(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT a + b';
CREATE FUNCTION atomic(a int) RETURNS int LANGUAGE sql RETURN a + 1;
CREATE FUNCTION out_table(OUT x int, OUT y text) RETURNS SETOF record LANGUAGE sql AS $f$ SELECT 1, ';$$' $f$;
CREATE PROCEDURE proc(INOUT a int, b text[] DEFAULT '{}') LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN a := 1; END $$;
CREATE AGGREGATE total(int) (SFUNC = int4pl, STYPE = int, INITCOND = '0', COMBINEFUNC = int4pl, PARALLEL = SAFE);
CREATE AGGREGATE place_of(VARIADIC "any" ORDER BY VARIADIC "any") (SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
COMMENT ON FUNCTION stays(int) IS 'it stays';
COMMENT ON AGGREGATE total(int) IS 'sum';
COMMENT ON PROCEDURE proc(int, text[]) IS 'does';
CREATE TABLE t (a int DEFAULT renamed_argument(3), b int, c int DEFAULT stays(1), CHECK (renamed_argument(b) > 0));
CREATE INDEX t_r ON t (renamed_argument(b));
CREATE VIEW v AS SELECT renamed_argument(a) AS r FROM t;
-- asks
SELECT a, b FROM t
