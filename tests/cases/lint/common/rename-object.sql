-- base postgres
CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE TABLE people (name text, mood mood);
CREATE TABLE users (id int PRIMARY KEY, email varchar(80));
CREATE VIEW mails AS SELECT email FROM users;
-- bad postgres
ALTER VIEW mails RENAME TO letters;
-- finds
1:1 warning: the view mails is renamed to letters: code that says mails fails
-- ok postgres
ALTER INDEX users_pkey RENAME TO users_key;
-- ok postgres
ALTER TYPE mood RENAME TO mood_old;
CREATE TYPE mood AS ENUM ('sad', 'glad', 'mad');
ALTER TABLE people ALTER COLUMN mood TYPE mood USING mood::text::mood;
DROP TYPE mood_old;
