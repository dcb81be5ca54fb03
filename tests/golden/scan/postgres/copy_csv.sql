CREATE TEMP TABLE scan_t (a int, b text);
COPY scan_t FROM STDIN WITH (FORMAT csv, HEADER);
a,b
1,"x;y
z"
\.

SELECT count(*) FROM scan_t;
