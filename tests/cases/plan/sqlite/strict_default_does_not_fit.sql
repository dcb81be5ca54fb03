-- A STRICT table refuses a default of another type as soon as there is a row.
-- hazards: may-fail-on-data t, rewrites-table t
-- old
CREATE TABLE t (a INTEGER);
-- new
CREATE TABLE t (a INTEGER, b BLOB NOT NULL DEFAULT 7) STRICT;
