-- A key that the optimiser is not to use, and one that it may use again, are not made anew.
-- hazards:
-- old
CREATE TABLE t (id int PRIMARY KEY, a int, b int, KEY by_a (a) COMMENT 'seldom', KEY by_b (b) IGNORED);
-- new
CREATE TABLE t (id int PRIMARY KEY, a int, b int, KEY by_a (a) COMMENT 'seldom' IGNORED, KEY by_b (b));
