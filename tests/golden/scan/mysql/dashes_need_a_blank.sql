SELECT 5--1;
SELECT 5 -- 1; x
;
SELECT 6	--	7;
;
