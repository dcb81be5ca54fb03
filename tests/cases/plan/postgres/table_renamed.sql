-- A table and a column are renamed; what names them follows in place, and nothing is built again.
-- hazards:
-- renames: table public.old -> table public.new, column public.old.a -> column public.new.b
-- old
CREATE TABLE old (id serial PRIMARY KEY, a int DEFAULT 1, CHECK (a > 0));
CREATE INDEX ON old (a);
CREATE VIEW v AS SELECT a FROM old;
CREATE TABLE user_of (old int REFERENCES old);
CREATE POLICY p ON old USING (a > 1);
CREATE INDEX part ON old (id) WHERE a > 3 AND 'a' <> 'old';
-- rows
INSERT INTO old (a) VALUES (5), (6);
INSERT INTO user_of VALUES (1);
-- new
CREATE TABLE new (id serial PRIMARY KEY, b int DEFAULT 1, CHECK (b > 0), c text);
CREATE INDEX ON new (b);
CREATE VIEW v AS SELECT b FROM new;
CREATE TABLE user_of (old int REFERENCES new);
CREATE POLICY p ON new USING (b > 1);
CREATE INDEX part ON new (id) WHERE b > 3 AND 'a' <> 'old';
-- asks
SELECT last_value FROM pg_sequences
SELECT old FROM user_of
