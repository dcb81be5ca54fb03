-- Schemas and extensions come and go; what an extension brings is not listed.
-- old
CREATE SCHEMA gone;
CREATE TABLE gone.t (a int);
-- new
CREATE SCHEMA "My Schema";
CREATE EXTENSION hstore WITH SCHEMA "My Schema";
CREATE EXTENSION citext;
CREATE TABLE "My Schema"."T t" (a "My Schema".hstore, b citext DEFAULT '' NOT NULL, "C" int PRIMARY KEY);
CREATE INDEX ON "My Schema"."T t" USING gin (a);
COMMENT ON SCHEMA "My Schema" IS 'mine';
COMMENT ON EXTENSION citext IS 'case';
COMMENT ON SCHEMA public IS 'ours';
