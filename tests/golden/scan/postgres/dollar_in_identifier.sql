CREATE TEMP TABLE scan$b$ (a$1 int, b$c$ int);
SELECT a$1, b$c$ FROM scan$b$;
