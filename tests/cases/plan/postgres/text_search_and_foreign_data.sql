-- Text search and foreign data come and go.
-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE t (a int);
CREATE TEXT SEARCH DICTIONARY short (TEMPLATE = pg_catalog.simple, STOPWORDS = english);
CREATE TEXT SEARCH CONFIGURATION mine (PARSER = pg_catalog."default");
ALTER TEXT SEARCH CONFIGURATION mine ADD MAPPING FOR asciiword, word WITH short, english_stem;
CREATE INDEX ON t (length(to_tsvector('mine', a::text)));
CREATE FOREIGN DATA WRAPPER nothing OPTIONS (debug 'true');
CREATE SERVER far TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER nothing OPTIONS (host 'a''b');
CREATE USER MAPPING FOR PUBLIC SERVER far OPTIONS ("user" 'u');
CREATE FOREIGN TABLE ft (a int OPTIONS (col 'x') NOT NULL, b text DEFAULT 'y', CONSTRAINT pos CHECK (a > 0)) SERVER far OPTIONS (tab 't');
CREATE VIEW over_ft AS SELECT a FROM ft;
COMMENT ON SERVER far IS 'away';
COMMENT ON FOREIGN TABLE ft IS 'there';
COMMENT ON TEXT SEARCH CONFIGURATION mine IS 'my words';
