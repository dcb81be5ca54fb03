-- The table that had the name goes first.
-- hazards: loses-data u
-- renames: table t -> table u
-- old
CREATE TABLE t (a INT);
CREATE TABLE u (b INT);
CREATE INDEX i ON u (b);
-- rows
INSERT INTO t VALUES (1);
-- new
CREATE TABLE u (a INT);
