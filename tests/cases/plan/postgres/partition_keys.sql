-- A partitioned table's key becomes another, under another name, while its part's keeps its own.
-- old
CREATE TABLE p (id int NOT NULL, at timestamp(3) NOT NULL DEFAULT now(), CONSTRAINT p_first PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
-- rows
INSERT INTO p VALUES (1, '2026-01-05'), (2, '2026-01-06');
-- new
CREATE TABLE p (id int NOT NULL, at timestamp(3) NOT NULL DEFAULT now(), CONSTRAINT p_second PRIMARY KEY (at, id)) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
-- asks
SELECT id, at FROM p
