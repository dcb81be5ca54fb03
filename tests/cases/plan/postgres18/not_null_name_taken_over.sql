-- The name of a NOT NULL constraint goes from one column to another, as after a rename nobody saw.
-- old
CREATE TABLE t (id int NOT NULL);
CREATE VIEW v AS SELECT id AS x FROM t;
-- new
CREATE TABLE t (name int CONSTRAINT t_id_not_null NOT NULL, id int CONSTRAINT t_id_not_null1 NOT NULL);
CREATE VIEW v AS SELECT name AS x FROM t;
