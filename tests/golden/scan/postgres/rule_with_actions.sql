CREATE TEMP TABLE scan_a (i int);
CREATE TEMP TABLE scan_b (i int);
CREATE RULE scan_r AS ON INSERT TO scan_a DO ALSO (
  INSERT INTO scan_b VALUES (new.i + (1));
  DELETE FROM scan_b WHERE i = 0;
);
INSERT INTO scan_a VALUES (1);
