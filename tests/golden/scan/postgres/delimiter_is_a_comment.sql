-- atlas:delimiter -- end
SELECT 1;
-- end
SELECT 2; -- more
-- end
