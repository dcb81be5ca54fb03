-- IN over varchar, char and enum columns is printed and read again as the same.
-- old
CREATE TYPE mood AS ENUM ('ok', 'good');
CREATE TABLE t (a varchar(10), b char(3), c text, d mood, e int);
-- new
CREATE TYPE mood AS ENUM ('ok', 'good');
CREATE TABLE t (a varchar(10) CHECK (a IN ('x', 'it''s')), b char(3) CHECK (b IN ('x', 'y')), c text CHECK (c IN ('x', 'y')), d mood CHECK (d IN ('ok', 'good')), e int CHECK (e IN (1, 2)));
CREATE INDEX t_a ON t (e) WHERE a IN ('x', 'y');
CREATE INDEX t_not ON t (e) WHERE a NOT IN ('x', 'y');
CREATE VIEW v AS SELECT e FROM t WHERE a IN ('p', 'q') AND b NOT IN ('x', 'y');
CREATE VIEW w AS SELECT CASE WHEN a = ANY (ARRAY['x', 'y']::varchar[]) THEN 1 ELSE 2 END AS c FROM t;
