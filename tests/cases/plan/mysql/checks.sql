-- Checks of tables and columns, named by people and by the server, keep their order.
-- old
CREATE TABLE t (a int CHECK (a > 0), b int, CONSTRAINT one CHECK (b > 1), CHECK (a < b), CONSTRAINT three CHECK (b <> 3));
-- new
CREATE TABLE t (a int, b int CHECK (b < 1000), CONSTRAINT one CHECK (b > 1), CONSTRAINT two CHECK (a like '(%'), CHECK (a < b), CONSTRAINT three CHECK (b <> 4));
