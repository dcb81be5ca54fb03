CREATE PROCEDURE scan_p() -- BEGIN
/* IF; */ BEGIN # END;
  SELECT 1; -- END;
  /* END; */ SELECT 'END;', "END;", `END;` FROM (SELECT 1 AS `END;`) t;
END -- the end
;
SELECT 2;
