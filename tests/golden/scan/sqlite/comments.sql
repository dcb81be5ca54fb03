SELECT 1 -- a; it's
; /* b; /* */ SELECT 2 --c;
;
SELECT 5--1
;
