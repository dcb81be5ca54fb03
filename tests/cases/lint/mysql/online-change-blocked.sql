-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
CREATE TABLE orders (id int PRIMARY KEY, user_id int);
ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id);
CREATE TABLE notes (text varchar(80));
CREATE TABLE logs (id int PRIMARY KEY, text varchar(80));
-- bad
ALTER TABLE orders ADD COLUMN n int, ALGORITHM=COPY;
-- finds
1:1 info: orders cannot be copied online by gh-ost: it has foreign keys
-- bad
ALTER TABLE users MODIFY email varchar(70);
-- finds
1:1 info: users cannot be copied online by gh-ost: it has foreign keys of other tables
-- bad
ALTER TABLE notes MODIFY text varchar(20);
-- finds
1:1 info: notes cannot be copied online by gh-ost: it has no unique key
-- ok
ALTER TABLE logs MODIFY text varchar(20);
-- ok
ALTER TABLE users ADD COLUMN n int;
