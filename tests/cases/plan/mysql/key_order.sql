-- Keys come back where they stood, though a server lists a new one last.
-- hazards:
-- old
CREATE TABLE t (a int, b int, c int, d int, KEY ka (a), KEY kb (b), KEY kc (c), KEY kd (d));
-- new
CREATE TABLE t (a int, b int, c int, d int, KEY ka (a), KEY kc (c, b), KEY kd (d), KEY kz (d, a));
