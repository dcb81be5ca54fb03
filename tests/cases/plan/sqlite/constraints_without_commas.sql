-- Constraints that no comma parts are told apart.
-- old
CREATE TABLE t (a INT, b INT, CONSTRAINT u UNIQUE (a) CHECK (b > 0));
-- rows
INSERT INTO t VALUES (2, 2);
-- new
CREATE TABLE t (a INT, b INT, CONSTRAINT u UNIQUE (a) CHECK (b > 1) FOREIGN KEY (b) REFERENCES t (a));
-- asks
SELECT a, b FROM t
