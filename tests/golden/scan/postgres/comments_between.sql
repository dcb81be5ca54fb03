-- head

-- of the first
SELECT 1; -- behind the first
/* of the second */
SELECT 2;
