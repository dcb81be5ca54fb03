CREATE TEMP TABLE "scan;t" ("a)" int);
copy pg_temp . "scan;t" ( "a)" ) /* ; */ from
  stdin with delimiter ',' ; -- the data follow
1
\.
COPY "scan;t" FROM STDIN CSV;
2
\.
SELECT count(*) FROM "scan;t";
