COPY scan_t FROM stdin;
1
2
