COPY scan_t FROM stdin; SELECT 1;
1
\.
