-- A foreign key becomes deferrable in place while the key that it stands on goes.
-- old
CREATE TABLE t (id int, up int, CONSTRAINT first PRIMARY KEY (id));
ALTER TABLE t ADD CONSTRAINT t_up FOREIGN KEY (up) REFERENCES t (id);
-- rows
INSERT INTO t VALUES (1, 1);
-- new
CREATE TABLE t (id int NOT NULL, up int, CONSTRAINT second UNIQUE (id));
ALTER TABLE t ADD CONSTRAINT t_up FOREIGN KEY (up) REFERENCES t (id) DEFERRABLE INITIALLY DEFERRED;
-- asks
SELECT id, up FROM t
