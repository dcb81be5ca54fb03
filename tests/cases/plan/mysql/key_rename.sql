-- A key of another name and nothing else is renamed in place.
-- hazards:
-- old
CREATE TABLE t (a int, b int, KEY first (a), UNIQUE KEY second (b));
-- new
CREATE TABLE t (a int, b int, KEY one (a), UNIQUE KEY two (b));
