CREATE OR REPLACE FUNCTION scan_touch() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
  v text := 'x;y';  -- a comment; it has a quote
BEGIN
  IF NEW.amount IS NULL THEN
    EXECUTE $q$ SELECT 1; $q$;
  END IF;
  RETURN NEW;
END;
$body$;
SELECT 2;
