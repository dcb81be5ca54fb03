-- base
CREATE EXTENSION hstore;
-- bad
DROP EXTENSION hstore;
-- finds
1:1 warning: the extension hstore is dropped with all that it brought
-- ok
DROP EXTENSION hstore;
CREATE EXTENSION hstore;
