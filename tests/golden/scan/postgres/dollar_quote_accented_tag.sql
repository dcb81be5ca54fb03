SELECT $été$ a;b $été$;
SELECT 2;
