SELECT 1 # a; b
;# c; it's
SELECT 2;
