-- migrate:nolint X1
DELIMITER //
-- of the statement
SELECT 1 //
