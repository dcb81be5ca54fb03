-- Sequences come, change and go; a default that uses one waits for it.
-- hazards: loses-data gone
-- old
CREATE SEQUENCE s START WITH 5 INCREMENT BY 2 CACHE 20;
CREATE SEQUENCE gone;
CREATE TABLE t (a int DEFAULT nextval(gone));
-- new
CREATE SEQUENCE s START WITH 5 INCREMENT BY -1 MINVALUE -100 MAXVALUE 1000 NOCACHE CYCLE;
CREATE SEQUENCE fresh START WITH 100;
CREATE TABLE t (a int DEFAULT nextval(fresh));
CREATE TABLE u (a int DEFAULT (nextval(fresh) + 1));
