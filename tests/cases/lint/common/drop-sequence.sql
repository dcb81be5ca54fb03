-- base postgres mariadb
CREATE SEQUENCE numbers;
-- bad postgres mariadb
DROP SEQUENCE numbers;
-- finds
1:1 warning: the sequence numbers is dropped; where it stood is forgotten
-- ok postgres
CREATE SEQUENCE others;
DROP SEQUENCE others;
