-- A constraint or an index that differs in its name alone is renamed.
-- hazards:
-- old
CREATE TABLE t (a int, b int, CONSTRAINT old_key PRIMARY KEY (a), CONSTRAINT old_check CHECK (b > 0));
CREATE INDEX old_index ON t (b);
-- new
CREATE TABLE t (a int, b int, CONSTRAINT new_key PRIMARY KEY (a), CONSTRAINT new_check CHECK (b > 0));
CREATE INDEX new_index ON t (b);
