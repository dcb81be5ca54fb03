-- Packages and their bodies, and routines in Oracle's way.
-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE t (a int);
SET sql_mode = ORACLE;
DELIMITER $$
CREATE PACKAGE pack AS
  FUNCTION twice(x INT) RETURN INT;
  PROCEDURE nothing;
END$$
CREATE PACKAGE BODY pack AS
  FUNCTION twice(x INT) RETURN INT AS BEGIN RETURN 2 * x; END;
  PROCEDURE nothing AS BEGIN NULL; END;
END$$
CREATE PROCEDURE alone(x IN OUT INT) AS BEGIN x := 1; END$$
DELIMITER ;
