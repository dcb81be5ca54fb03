-- Checks and foreign keys are not enforced, and are again.
-- old
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (a int CONSTRAINT pos CHECK (a > 0), b int CONSTRAINT ref REFERENCES p, c int CONSTRAINT lax REFERENCES p NOT ENFORCED);
-- new
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE t (a int CONSTRAINT pos CHECK (a > 0) NOT ENFORCED, b int CONSTRAINT ref REFERENCES p NOT ENFORCED, c int CONSTRAINT lax REFERENCES p);
