-- Two tables change names with each other.
-- hazards:
-- renames: table a -> table b, table b -> table a
-- old
CREATE TABLE a (x int);
CREATE TABLE b (y int);
-- rows
INSERT INTO a VALUES (1); INSERT INTO b VALUES (2);
-- new
CREATE TABLE b (x int);
CREATE TABLE a (y int);
