CREATE TEMPORARY TABLE scan_t (begin INT, end INT, `if` INT, `case` INT);
CREATE PROCEDURE scan_p()
BEGIN
  UPDATE scan_t SET begin = 1, end = 2;
  SELECT begin, end FROM scan_t WHERE end > begin;
  SELECT scan_t.end, `if` FROM scan_t;
  SET @begin = 1, @end = 2;
  SELECT CASE WHEN end > 1 THEN begin ELSE end END FROM scan_t;
END;
SELECT begin, end FROM scan_t;
