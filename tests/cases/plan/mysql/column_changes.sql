-- A column changes its type, NULL, default, comment, character set and visibility in one statement.
-- hazards: loses-data t.a, may-fail-on-data t.b, may-fail-on-data t.d
-- old
CREATE TABLE t (a varchar(20), b int, c int DEFAULT 1, d text, e varchar(5) CHARACTER SET latin1, f int, g timestamp NULL);
-- rows
INSERT INTO t VALUES ('x', 2, 3, 'd', 'e', 6, NULL);
-- new
CREATE TABLE t (a varchar(10) COMMENT 'short', b bigint NOT NULL, c int, d text NOT NULL DEFAULT 'x', e varchar(5) CHARACTER SET utf8mb4, f int INVISIBLE, g timestamp DEFAULT current_timestamp());
-- asks
SELECT a, b, c, d, e, f FROM t
