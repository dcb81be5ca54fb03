-- All that can change on one table changes in one statement, foreign keys apart.
-- old
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (a int, b int, c int, d varchar(10), KEY ka (a), UNIQUE KEY ub (b), CONSTRAINT one CHECK (a > 0), CONSTRAINT t_a FOREIGN KEY (a) REFERENCES p (id)) COMMENT='before';
-- rows
INSERT INTO p VALUES (1); INSERT INTO t VALUES (1, 2, 3, 'd');
-- new
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (d varchar(20) NOT NULL, b bigint, e int, a int, PRIMARY KEY (d), KEY kb (b, a), KEY ka (a, e), CONSTRAINT two CHECK (e > 0), CONSTRAINT t_a FOREIGN KEY (a) REFERENCES p (id) ON DELETE CASCADE) DEFAULT CHARSET=latin1 COMMENT='after';
-- asks
SELECT a, b, d FROM t
