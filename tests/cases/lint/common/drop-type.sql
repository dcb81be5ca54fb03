-- base postgres
CREATE TYPE mood AS ENUM ('sad', 'glad');
-- bad postgres
DROP TYPE mood;
-- finds
1:1 warning: the enum mood is dropped; code that names it fails
-- ok postgres
DROP TYPE mood;
CREATE TYPE mood AS ENUM ('sad', 'glad', 'mad');
-- ok postgres
CREATE TABLE people (name text, mood mood);
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('sad', 'glad', 'mad');
ALTER TABLE people ALTER COLUMN mood TYPE mood USING mood::text::mood;
DROP TYPE mood_old;
