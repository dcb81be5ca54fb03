SELECT E'a\';'
  -- still the same string; it goes on
  'b\';';
SELECT 2;
