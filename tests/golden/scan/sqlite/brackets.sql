CREATE TABLE [a;b] ([c''";] int, [--] int, [/*] int);
SELECT [c''";], [--], [/*] FROM [a;b];
