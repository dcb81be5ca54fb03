-- A table and a column are renamed, with all that names them.
-- renames: table public.old -> table public.new, column public.old.a -> column public.new.b
-- old
CREATE TABLE old (id serial PRIMARY KEY, a int DEFAULT 1, CHECK (a > 0));
CREATE INDEX ON old (a);
CREATE VIEW v AS SELECT a FROM old;
CREATE TABLE user_of (old int REFERENCES old);
-- rows
INSERT INTO old VALUES (1, 5);
-- new
CREATE TABLE new (id serial PRIMARY KEY, b int DEFAULT 1, CHECK (b > 0), c text);
CREATE INDEX ON new (b);
CREATE VIEW v AS SELECT b FROM new;
CREATE TABLE user_of (old int REFERENCES new);
