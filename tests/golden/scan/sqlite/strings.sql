SELECT 'a;', 'it''s;', '\', x'00';
SELECT 2;
