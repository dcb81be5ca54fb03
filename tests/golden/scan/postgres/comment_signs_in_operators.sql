SELECT 1 - -1, 2--1; not code
, 3;
SELECT 4 */* ; */ 5;
