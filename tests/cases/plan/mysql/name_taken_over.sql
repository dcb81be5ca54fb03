-- A table goes and another takes its name; a new one takes the name of that.
-- hazards: loses-data t
-- renames: table u -> table t
-- old
CREATE TABLE t (id int PRIMARY KEY, a int);
CREATE TABLE u (id int PRIMARY KEY, b int, CONSTRAINT u_u FOREIGN KEY (b) REFERENCES u (id));
CREATE TABLE w (t int, CONSTRAINT w_u FOREIGN KEY (t) REFERENCES u (id));
-- new
CREATE TABLE t (id int PRIMARY KEY, b int, c int, CONSTRAINT u_u FOREIGN KEY (b) REFERENCES t (id));
CREATE TABLE u (x int);
CREATE TABLE w (t int, CONSTRAINT w_u FOREIGN KEY (t) REFERENCES t (id));
