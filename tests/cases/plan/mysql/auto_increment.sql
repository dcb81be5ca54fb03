-- A column that counts comes together with its key, and goes with it.
-- old
CREATE TABLE t (a int NOT NULL);
CREATE TABLE u (a int NOT NULL AUTO_INCREMENT, b int, PRIMARY KEY (a));
-- rows
INSERT INTO t VALUES (5);
-- new
CREATE TABLE t (a int NOT NULL, id bigint NOT NULL AUTO_INCREMENT, PRIMARY KEY (id));
CREATE TABLE u (a int NOT NULL, b int NOT NULL AUTO_INCREMENT, UNIQUE KEY (b));
-- asks
SELECT a FROM t
