-- base
CREATE TABLE users (id int PRIMARY KEY);
-- bad
ALTER TABLE users ADD COLUMN name varchar(80);
COMMIT;
-- finds
2:1 warning: COMMIT stands inside of the file: `migrate` has a transaction around it already
-- ok
ALTER TABLE users ADD COLUMN name varchar(80);
-- ok
SAVEPOINT a;
ROLLBACK TO SAVEPOINT a;
