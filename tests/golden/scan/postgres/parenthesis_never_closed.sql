CREATE TABLE scan_t (a int;
SELECT 2;
