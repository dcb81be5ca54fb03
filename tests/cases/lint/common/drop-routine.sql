-- base postgres
CREATE FUNCTION area(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT a * b';
-- bad postgres
DROP FUNCTION area(int, int);
-- finds
1:1 warning: the function area(integer, integer) is dropped; code that calls it fails
-- ok postgres
DROP FUNCTION area(int, int);
CREATE FUNCTION area(c int, d int) RETURNS int LANGUAGE sql AS 'SELECT c * d';
