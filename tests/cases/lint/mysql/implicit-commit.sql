-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
START TRANSACTION;
UPDATE users SET age = 1 WHERE id = 1;
ALTER TABLE users ADD COLUMN a int;
COMMIT;
-- finds
3:1 error: ALTER commits the transaction that the file began: no ROLLBACK undoes it
-- ok
START TRANSACTION;
UPDATE users SET age = 1 WHERE id = 1;
COMMIT;
ALTER TABLE users ADD COLUMN a int;
