-- base
CREATE TYPE mood AS ENUM ('sad', 'it''s');
-- bad
ALTER TYPE mood ADD VALUE 'glad';
-- finds
1:1 info: 'glad' becomes the last value of the enum mood: it sorts behind "it's"
    ALTER TYPE mood ADD VALUE 'glad' AFTER 'it''s';
-- bad
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'before';
-- finds
1:1 info: 'before' becomes the last value of the enum mood: it sorts behind "it's"
    ALTER TYPE mood ADD VALUE 'before' AFTER 'it''s';
-- ok
ALTER TYPE mood ADD VALUE 'glad' AFTER 'sad';
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'sad';
-- next file
ALTER TYPE mood ADD VALUE 'bad' before 'sad';
CREATE TYPE size AS ENUM ('s');
ALTER TYPE size ADD VALUE 'm';
