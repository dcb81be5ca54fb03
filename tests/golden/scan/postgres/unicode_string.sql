SELECT U&'d\0061t\+000061;', U&'\\', U&"d\0061t;" FROM (SELECT 1 AS "dat;") x;
SELECT U&'!0061;' UESCAPE '!';
