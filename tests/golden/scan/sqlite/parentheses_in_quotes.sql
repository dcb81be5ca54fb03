CREATE TABLE t ("(" int, b int); -- (
SELECT '((' /* ) */;
