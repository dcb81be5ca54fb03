-- A check goes in the same statement as the column it looks at.
-- hazards: loses-data t.b
-- old
CREATE TABLE t (a int, b int, CONSTRAINT odd CHECK (b % 2 = 1), KEY kb (b, a));
-- new
CREATE TABLE t (a int, KEY kb (a));
