SELECT 1 AS one \gset
SELECT 2;
