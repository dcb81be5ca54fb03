-- A range type's multirange type stands in the schema of the range, or where it was said.
-- old
CREATE SCHEMA app;
-- new
CREATE SCHEMA app;
CREATE TYPE app.span AS RANGE (SUBTYPE = float8);
CREATE TYPE app.spell AS RANGE (SUBTYPE = date, MULTIRANGE_TYPE_NAME = public."some Spells");
CREATE TABLE app.spans (s app.span, many app.span_multirange);
