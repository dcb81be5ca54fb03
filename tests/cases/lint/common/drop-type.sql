-- base postgres
CREATE TYPE mood AS ENUM ('sad', 'glad');
-- bad postgres
DROP TYPE mood;
-- finds
1:1 warning: the enum mood is dropped; code that names it fails
-- ok postgres
DROP TYPE mood;
CREATE TYPE mood AS ENUM ('sad', 'glad', 'mad');
