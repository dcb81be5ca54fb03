-- base
CREATE TABLE rooms (during int4range);
-- bad
ALTER TABLE rooms ADD CONSTRAINT free EXCLUDE USING gist (during WITH &&);
-- finds
1:1 warning: the index of free is built under ACCESS EXCLUSIVE on rooms: reads and writes wait until it is done
-- ok
CREATE TABLE halls (during int4range);
ALTER TABLE halls ADD CONSTRAINT free EXCLUDE USING gist (during WITH &&);
