CREATE TEMP TABLE "binary" ("from" int, "stdin" int);
COPY "binary" ("from", stdin) FROM stdin;
1	2
\.
CREATE TEMP TABLE stdin (copy int);
COPY stdin FROM stdin WHERE copy > 1;
1
\.
SELECT copy FROM stdin;
