-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
CREATE DEFINER = nobody@localhost VIEW people AS SELECT id FROM users;
-- finds
1:1 warning: the view people runs with the rights of nobody@localhost
-- bad
CREATE DEFINER = nobody@localhost TRIGGER older BEFORE INSERT ON users FOR EACH ROW SET NEW.age = NEW.age + 1;
-- finds
1:1 warning: the trigger older runs with the rights of nobody@localhost
-- ok
CREATE VIEW people AS SELECT id FROM users;
