DO $body$ BEGIN END $$;
SELECT 2;
