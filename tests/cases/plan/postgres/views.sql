-- Views are replaced where the server takes it, else made anew with what stands on them.
-- old
CREATE TABLE t (a int, b text);
CREATE VIEW grows AS SELECT a FROM t;
CREATE VIEW shrinks AS SELECT a, b FROM t;
CREATE VIEW on_shrinks AS SELECT b FROM shrinks;
CREATE VIEW guarded WITH (security_barrier = true) AS SELECT a FROM t;
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
CREATE INDEX m_a ON m (a);
CREATE VIEW on_m AS SELECT a FROM m;
CREATE FUNCTION of_shrinks(shrinks) RETURNS text LANGUAGE sql AS 'SELECT $1.b';
CREATE FUNCTION instead() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr INSTEAD OF INSERT ON shrinks FOR EACH ROW EXECUTE FUNCTION instead();
-- rows
INSERT INTO t VALUES (1, 'x');
-- new
CREATE TABLE t (a int, b text);
CREATE VIEW grows AS SELECT a, b AS also FROM t WHERE a > 0;
CREATE VIEW shrinks AS SELECT b FROM t;
CREATE VIEW on_shrinks AS SELECT b FROM shrinks;
CREATE VIEW guarded WITH (security_invoker = true, check_option = local) AS SELECT a FROM t;
ALTER VIEW guarded ALTER COLUMN a SET DEFAULT 3;
CREATE MATERIALIZED VIEW m WITH (fillfactor = 70) AS SELECT a, b FROM t WITH NO DATA;
CREATE INDEX m_a ON m (a);
CREATE VIEW on_m AS SELECT a FROM m;
CREATE FUNCTION of_shrinks(shrinks) RETURNS text LANGUAGE sql AS 'SELECT $1.b';
CREATE FUNCTION instead() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER tr INSTEAD OF INSERT ON shrinks FOR EACH ROW EXECUTE FUNCTION instead();
COMMENT ON MATERIALIZED VIEW m IS 'kept';
-- asks
SELECT a, b FROM t
