CREATE FUNCTION scan_f() RETURNS TABLE (a int) LANGUAGE sql BEGIN ATOMIC
  SELECT s.end + s.case FROM (SELECT 1 AS end, 2 AS case, 3 AS "end", 'case' AS begin) s;
END;
SELECT 2;
