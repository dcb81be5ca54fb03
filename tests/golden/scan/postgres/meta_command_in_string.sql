SELECT '
\connect other
', $$
\q
$$;
SELECT 2 -- \q
;
