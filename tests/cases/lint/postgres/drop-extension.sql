-- base
SELECT 1;
-- bad
DROP EXTENSION plpgsql;
-- finds
-- ok
DROP EXTENSION plpgsql;
CREATE EXTENSION plpgsql;
