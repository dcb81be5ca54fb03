-- A primary key moves to other columns under a foreign key and a view that groups by it.
-- old
CREATE TABLE t (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE u (t int REFERENCES t (id));
CREATE VIEW v AS SELECT id, name, count(*) FROM t GROUP BY id;
-- new
CREATE TABLE t (id int UNIQUE NOT NULL, name text NOT NULL, PRIMARY KEY (name, id));
CREATE TABLE u (t int REFERENCES t (id));
