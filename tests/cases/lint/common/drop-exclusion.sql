-- base postgres
CREATE TABLE rooms (during int4range, CONSTRAINT rooms_free EXCLUDE USING gist (during WITH &&));
-- bad postgres
ALTER TABLE rooms DROP CONSTRAINT rooms_free;
-- finds
1:1 warning: the exclusion constraint rooms_free of rooms is dropped: rows may overlap
-- ok postgres
ALTER TABLE rooms DROP COLUMN during;
