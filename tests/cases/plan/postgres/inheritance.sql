-- Children inherit columns and checks, have their own, and change parents.
-- old
CREATE TABLE base (id int DEFAULT 1, note text, CONSTRAINT named CHECK (id > 0));
CREATE TABLE other (extra int);
CREATE TABLE child (own int) INHERITS (base);
CREATE TABLE loose (id int, note text, CONSTRAINT named CHECK (id > 0));
-- rows
INSERT INTO child VALUES (1, 'a', 2);
-- new
CREATE TABLE base (id int DEFAULT 1, note text, added date, CONSTRAINT named CHECK (id > 0));
CREATE TABLE other (extra int);
CREATE TABLE child (own int) INHERITS (base);
ALTER TABLE ONLY child ALTER COLUMN id SET DEFAULT 9;
CREATE TABLE loose (id int, note text, added date, CONSTRAINT named CHECK (id > 0));
ALTER TABLE loose INHERIT base;
-- asks
SELECT id, note, own FROM child
