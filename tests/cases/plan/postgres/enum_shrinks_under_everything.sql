-- Values leave an enum that defaults, arrays, checks, indexes, views, functions and policies use.
-- hazards: blocks-writes t, loses-data mood.bad, may-fail-on-data t.t_check
-- old
CREATE TYPE mood AS ENUM ('bad', 'ok', 'good');
COMMENT ON TYPE mood IS 'how it is';
CREATE TABLE t (id int, m mood DEFAULT 'ok' NOT NULL, many mood[] DEFAULT '{ok,good}', CHECK (m <> 'good' OR id > 0));
CREATE INDEX t_m ON t (m) WHERE m = 'ok';
CREATE VIEW v AS SELECT id FROM t WHERE m = 'ok';
CREATE FUNCTION better(mood) RETURNS mood LANGUAGE sql AS $$ SELECT $1 $$;
CREATE FUNCTION trig() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.m = 'ok') EXECUTE FUNCTION trig();
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (m = 'ok');
-- rows
INSERT INTO t (id) VALUES (1);
-- new
CREATE TYPE mood AS ENUM ('ok', 'good');
COMMENT ON TYPE mood IS 'how it is';
CREATE TABLE t (id int, m mood DEFAULT 'ok' NOT NULL, many mood[] DEFAULT '{ok,good}', CHECK (m <> 'good' OR id > 0));
CREATE INDEX t_m ON t (m) WHERE m = 'ok';
CREATE VIEW v AS SELECT id FROM t WHERE m = 'ok';
CREATE FUNCTION better(mood) RETURNS mood LANGUAGE sql AS $$ SELECT $1 $$;
CREATE FUNCTION trig() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW WHEN (NEW.m = 'ok') EXECUTE FUNCTION trig();
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON t USING (m = 'ok');
-- asks
SELECT id, m::text, many::text FROM t
