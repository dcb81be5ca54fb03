-- base postgres
CREATE TYPE mood AS ENUM ('sad', 'glad');
-- bad postgres
ALTER TYPE mood RENAME VALUE 'glad' TO 'happy';
-- finds
1:1 warning: 'glad' of the enum mood is gone: code that uses it fails
-- ok postgres
ALTER TYPE mood ADD VALUE 'mad';
-- bad postgres
CREATE TABLE others (name text, mood mood);
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('sad');
ALTER TABLE others ALTER COLUMN mood TYPE mood USING mood::text::mood;
DROP TYPE mood_old;
-- finds
3:1 warning: 'glad' of the enum mood is gone: code that uses it fails
