-- base
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE people (name text, mood mood);
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
ALTER TABLE users ALTER COLUMN email TYPE varchar(40);
-- finds
1:1 warning: users.email goes from text to character varying(40): not every value fits, and running code may still write such
    -- before it, see that this finds nothing:
    SELECT count(*) FROM users WHERE char_length(email::text) > 40;
-- bad
ALTER TABLE users ALTER COLUMN email TYPE date USING email::date;
-- finds
1:1 warning: users.email goes from text to date: the cast fails on a value that is none of the new type (it did on rows of ours: invalid input syntax for type date: "1")
-- ok
ALTER TABLE users ALTER COLUMN id TYPE bigint;
-- ok
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('sad', 'glad', 'mad');
ALTER TABLE people ALTER COLUMN mood TYPE mood USING mood::text::mood;
DROP TYPE mood_old;
-- bad
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('sad');
ALTER TABLE people ALTER COLUMN mood TYPE mood USING mood::text::mood;
DROP TYPE mood_old;
-- finds
3:1 warning: people.mood goes from public.mood_old to public.mood: not every value fits, and running code may still write such
    -- before it, see that this finds nothing:
    SELECT count(*) FROM people WHERE mood::text IN ('glad');
