-- A table is tied to a composite type, another is let go, a third comes with its tie.
-- old
CREATE SCHEMA app;
CREATE TYPE app.pair AS (a int, b text);
CREATE TABLE tied OF app.pair;
CREATE TABLE free (a int, b text);
-- rows
INSERT INTO tied VALUES (1, 'one');
-- new
CREATE SCHEMA app;
CREATE TYPE app.pair AS (a int, b text);
CREATE TABLE tied (a int, b text);
CREATE TABLE free OF app.pair;
CREATE TABLE born OF app.pair;
-- asks
SELECT a, b FROM tied
