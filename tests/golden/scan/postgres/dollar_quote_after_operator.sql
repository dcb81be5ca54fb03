SELECT '{}'::jsonb <@ $${"a;": 1}$$::jsonb, 1=$$;$$::int IS NULL;
SELECT 2;
