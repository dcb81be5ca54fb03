-- A serial column becomes an identity and the other way round.
-- old
CREATE TABLE t (id serial PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY);
-- rows
INSERT INTO t DEFAULT VALUES;
-- new
CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n serial);
-- asks
SELECT id, n FROM t
