-- No column stays: the rows do.
-- old
CREATE TABLE t (a INT);
-- rows
INSERT INTO t VALUES (1), (2);
-- new
CREATE TABLE t (b INT);
-- asks
SELECT count(*) FROM t
