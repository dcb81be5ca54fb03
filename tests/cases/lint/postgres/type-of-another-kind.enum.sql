-- base
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE people (name text, mood mood);
-- ok
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('sad', 'glad', 'mad');
ALTER TABLE people ALTER COLUMN mood TYPE mood USING mood::text::mood;
DROP TYPE mood_old;
-- bad
ALTER TABLE people ALTER COLUMN mood TYPE text;
-- finds
1:1 warning: people.mood goes from public.mood to text: code that sends or expects mood breaks
