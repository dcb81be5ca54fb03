-- A part has no default where the partitioned table has one, for types that would keep a NULL as their own.
-- old
CREATE DOMAIN moment AS timestamp(3);
CREATE TABLE p (id int NOT NULL, at moment DEFAULT now(), made timestamp(3) DEFAULT now()) PARTITION BY LIST (id);
-- new
CREATE DOMAIN moment AS timestamp(3);
CREATE TABLE p (id int NOT NULL, at moment DEFAULT now(), made timestamp(3) DEFAULT now()) PARTITION BY LIST (id);
CREATE TABLE p1 (id int NOT NULL, at moment, made timestamp(3));
ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN (1, 2);
