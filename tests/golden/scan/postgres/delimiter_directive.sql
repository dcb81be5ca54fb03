-- migrate:delimiter //
SELECT 1; SELECT 2;
//
CREATE FUNCTION scan_f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; END //
SELECT '//', "//" FROM (SELECT 1 AS "//") x //
