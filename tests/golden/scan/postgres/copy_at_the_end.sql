CREATE TEMP TABLE scan_t (a int);
COPY scan_t FROM stdin;
1
\.
