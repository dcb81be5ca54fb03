-- base
CREATE TABLE events (id int PRIMARY KEY, at timestamp);
-- bad
ALTER TABLE events ALTER COLUMN at TYPE timestamptz;
-- finds
1:1 warning: events.at goes from timestamp without time zone to timestamp with time zone: where the session's time zone is not UTC, all of events is written anew and its values are read as times of that zone
    SET LOCAL timezone = 'UTC';
    ALTER TABLE events ALTER COLUMN at TYPE timestamptz;
-- ok
SET LOCAL timezone = 'UTC';
ALTER TABLE events ALTER COLUMN at TYPE timestamptz;
-- ok
ALTER TABLE events ALTER COLUMN at TYPE timestamptz USING at AT TIME ZONE 'UTC';
