-- base
SELECT 1;
-- bad
CREATE FUNCTION area(a int, b int) RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT a * b';
-- finds
1:1 warning: area(integer, integer) runs with its owner's rights and with its caller's search_path
    ALTER FUNCTION area(integer, integer) SET search_path = pg_catalog, public, pg_temp;
-- ok
CREATE FUNCTION area(a int, b int) RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT a * b';
