CREATE TABLE t (a, b CHECK (b > '('), "(");
CREATE TABLE u (a, b CHECK (b > '('), "(";
SELECT 1;
