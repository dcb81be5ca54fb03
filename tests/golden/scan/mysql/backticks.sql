CREATE TEMPORARY TABLE `scan;t` (`a``;b` int, `--` int, `#` int);
SELECT `a``;b`, `--`, `#` FROM `scan;t`;
