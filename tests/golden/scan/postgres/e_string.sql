SELECT E'it\'s; x', e'\\', E'a\\';
SELECT 2;
