SELECT 'c:\', 'd;\';
SELECT 2;
