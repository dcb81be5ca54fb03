SELECT B'1', X'1f', N'a;b';
SELECT 2;
