-- A partition gets other bounds; another is let go and stays as a table.
-- old
CREATE TABLE p (id int NOT NULL) PARTITION BY HASH (id);
CREATE TABLE p0 PARTITION OF p FOR VALUES WITH (modulus 2, remainder 0);
CREATE TABLE p1 PARTITION OF p FOR VALUES WITH (modulus 2, remainder 1);
CREATE TABLE l (k text, v int) PARTITION BY LIST (k);
CREATE TABLE l1 PARTITION OF l FOR VALUES IN ('a');
CREATE INDEX l_v ON l (v);
-- new
CREATE TABLE p (id int NOT NULL) PARTITION BY HASH (id);
CREATE TABLE p0 PARTITION OF p FOR VALUES WITH (modulus 2, remainder 0);
CREATE TABLE p1 (id int NOT NULL);
CREATE TABLE l (k text, v int) PARTITION BY LIST (k);
CREATE TABLE l1 PARTITION OF l FOR VALUES IN ('a', 'b', NULL);
CREATE INDEX l_v ON l (v);
