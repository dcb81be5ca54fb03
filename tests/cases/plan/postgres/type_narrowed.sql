-- Narrower types are dangers that are counted; back again they are wider and lose nothing.
-- hazards: loses-data child.code, loses-data parent.id, loses-data parent.name, may-fail-on-data child.code, may-fail-on-data parent.id, may-fail-on-data parent.name
-- old
CREATE TABLE parent (id bigint PRIMARY KEY, name varchar(20), amount numeric(12,4));
CREATE TABLE child (parent bigint REFERENCES parent, code text);
CREATE INDEX ON child (code);
-- new
CREATE TABLE parent (id int PRIMARY KEY, name varchar(10), amount numeric(20,4));
CREATE TABLE child (parent bigint REFERENCES parent, code int);
CREATE INDEX ON child (code);
