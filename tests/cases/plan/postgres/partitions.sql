-- A partitioned table with keys, indexes, references and triggers is built, gets parts and loses them.
-- old
CREATE TABLE other (id int PRIMARY KEY);
CREATE TABLE p (id int, at date NOT NULL, o int) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE p2 (id int, at date NOT NULL, o int);
-- rows
INSERT INTO p VALUES (1, '2026-01-05', NULL);
-- new
CREATE TABLE other (id int PRIMARY KEY);
CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TABLE p (id int, at date NOT NULL, o int REFERENCES other, added text, PRIMARY KEY (id, at), CHECK (id > 0)) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE p2 PARTITION OF p FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
CREATE TABLE rest PARTITION OF p DEFAULT PARTITION BY LIST (id);
CREATE TABLE rest1 PARTITION OF rest FOR VALUES IN (1, 2);
CREATE INDEX p_at ON p (at DESC);
CREATE TRIGGER tr AFTER INSERT ON p FOR EACH ROW EXECUTE FUNCTION noop();
-- asks
SELECT id, at FROM p
