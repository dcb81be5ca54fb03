-- base
CREATE DOMAIN number AS int;
CREATE TABLE users (id int PRIMARY KEY, age number);
-- bad
ALTER DOMAIN number ADD CONSTRAINT positive CHECK (VALUE > 0);
-- finds
1:1 warning: the domain number is used by users: all of that is read under SHARE, writes wait
    ALTER DOMAIN number ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;
    -- in a later file:
    ALTER DOMAIN number VALIDATE CONSTRAINT …;
-- ok
ALTER DOMAIN number ADD CONSTRAINT positive CHECK (VALUE > 0) NOT VALID;
