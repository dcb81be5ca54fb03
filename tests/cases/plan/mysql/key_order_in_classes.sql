-- Unique keys stand before others and those without NULL before those with it, each class in its order.
-- old
CREATE TABLE t (a int, b int NOT NULL, c int, UNIQUE KEY ua (a), UNIQUE KEY ub (b), KEY kc (c));
-- new
CREATE TABLE t (a int, b int NOT NULL, c int, KEY kc (c), KEY ka (a), UNIQUE KEY uab (a, b), UNIQUE KEY ub (b), UNIQUE KEY ua (a));
