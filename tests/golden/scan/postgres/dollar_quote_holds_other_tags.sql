SELECT $a$ $b$ ; $$ ; $c$ $a$;
SELECT 2;
