CREATE FUNCTION scan_one() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$;
SELECT scan_one();
