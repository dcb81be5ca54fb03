-- A new table takes the names that another's key and sequence let go.
-- hazards: loses-data a
-- old
CREATE TABLE a (id serial CONSTRAINT the_key PRIMARY KEY);
CREATE INDEX the_index ON a (id);
-- new
CREATE TABLE b (id int CONSTRAINT the_key PRIMARY KEY, n int);
CREATE SEQUENCE a_id_seq OWNED BY b.n;
CREATE TABLE the_index (x int);
