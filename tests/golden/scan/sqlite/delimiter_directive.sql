-- migrate:delimiter \n//\n
CREATE TABLE t (a);
//
CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END
//
