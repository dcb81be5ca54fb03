CREATE TEMP TABLE scan_t (a int, b text);
COPY scan_t (a, b) FROM stdin;
1	a;b
2	it's -- not \\. a comment
\.
SELECT count(*) FROM scan_t;
