DELIMITER $$
CREATE PROCEDURE scan_p()
BEGIN
  SELECT 1; -- $$ in a comment
  SELECT '$$';
END$$
CREATE PROCEDURE scan_q() SELECT 2 $$
delimiter ;
SELECT 3;
