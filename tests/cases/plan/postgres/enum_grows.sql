-- Values are added to an enum in place, at the start, between and at the end.
-- hazards:
-- old
CREATE TYPE mood AS ENUM ('ok', 'good');
CREATE TABLE t (m mood DEFAULT 'ok');
-- new
CREATE TYPE mood AS ENUM ('awful', 'bad', 'ok', 'fine', 'good', 'bright', 'it''s');
CREATE TABLE t (m mood DEFAULT 'ok');
