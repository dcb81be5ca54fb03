SELECT 'it''s; x', "a;""b", '''';
SELECT 2;
