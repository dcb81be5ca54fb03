CREATE TABLE `a;b` (`c``;` int);
SELECT `c``;` FROM `a;b`;
