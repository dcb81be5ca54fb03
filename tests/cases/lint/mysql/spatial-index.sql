-- base
CREATE TABLE places (id int PRIMARY KEY, at point NOT NULL);
-- bad
ALTER TABLE places ADD SPATIAL INDEX places_at (at);
-- finds
1:1 warning: places_at is a spatial index: all of places is read (ALGORITHM=NOCOPY, LOCK=SHARED; Do not support online operation on table with GIS index), writes wait until it is done
    -- gh-ost or pt-online-schema-change can copy places while others write
-- ok
CREATE TABLE spots (id int PRIMARY KEY, at point NOT NULL, SPATIAL INDEX (at));
