CREATE TEMPORARY TABLE scan_t (
  delimiter varchar(10),
  a int);
SELECT
delimiter FROM scan_t;
