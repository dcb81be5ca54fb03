-- Domains change their default, checks and nullability in place, and their base type by a successor.
-- old
CREATE DOMAIN positive AS int DEFAULT 1 CONSTRAINT above CHECK (VALUE > 0);
CREATE DOMAIN code AS varchar(5) COLLATE "C";
CREATE TABLE t (p positive, c code DEFAULT 'a', many code[]);
CREATE VIEW v AS SELECT c FROM t;
COMMENT ON CONSTRAINT above ON DOMAIN positive IS 'no less';
-- rows
INSERT INTO t VALUES (1, 'b', '{x,y}');
-- new
CREATE DOMAIN positive AS int DEFAULT 2 NOT NULL CONSTRAINT above CHECK (VALUE >= 1) CONSTRAINT below CHECK (VALUE < 100);
CREATE DOMAIN code AS text;
CREATE TABLE t (p positive, c code DEFAULT 'a', many code[]);
CREATE VIEW v AS SELECT c FROM t;
-- asks
SELECT p, c::text, many::text FROM t
