CREATE TEMP TABLE scan_t (a int);
CREATE OR REPLACE PROCEDURE scan_p(INOUT x int) BEGIN
  /* ; */ ATOMIC
  INSERT INTO scan_t VALUES (x);
END ;
CALL scan_p(1);
