-- base postgres
CREATE TYPE mood AS ENUM ('sad', 'glad');
-- bad postgres
ALTER TYPE mood RENAME VALUE 'glad' TO 'happy';
-- finds
1:1 warning: 'glad' of the enum mood is gone: code that uses it fails
-- ok postgres
ALTER TYPE mood ADD VALUE 'mad';
