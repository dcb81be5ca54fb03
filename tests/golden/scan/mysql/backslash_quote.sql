SELECT 'it\'s; x', "a;\"b", 'c\\';
SELECT 2;
