-- A string in the wrong quotes is still a string, whose letters count.
-- old
CREATE TABLE t (a TEXT DEFAULT "Old" NOT NULL);
-- rows
INSERT INTO t (a) VALUES (1);
-- new
CREATE TABLE t (a TEXT DEFAULT "Older" NOT NULL);
-- asks
SELECT a FROM t
