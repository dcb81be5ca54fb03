-- Text with backslashes, quotes, dollar signs, percent signs and line ends goes through unharmed.
-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE t (a int, b text DEFAULT E'back\\slash ''q'' %s $1 \n;' NOT NULL);
CREATE FUNCTION odd() RETURNS text LANGUAGE plpgsql AS $body$ BEGIN RETURN '%s; $$ \ '; -- x
END $body$;
COMMENT ON FUNCTION odd() IS E'%s \\ '';\n';
CREATE VIEW like_it AS SELECT a FROM t WHERE b LIKE '%x\_%' AND b ~ '^\d+;$';
