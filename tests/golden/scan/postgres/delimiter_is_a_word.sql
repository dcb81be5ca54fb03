-- migrate:delimiter GO
SELECT 'GO', 1 AS CARGO
GO
SELECT 2 AS GOLD GO
