-- base postgres mariadb
CREATE TABLE users (id int PRIMARY KEY, kind varchar(20) NOT NULL DEFAULT 'plain', name varchar(20) DEFAULT 'x');
-- bad postgres mariadb
ALTER TABLE users ALTER COLUMN kind DROP DEFAULT;
-- finds
1:1 warning: users.kind is NOT NULL and has lost its default: INSERTs that do not name it fail
-- bad postgres mariadb
ALTER TABLE users ADD COLUMN size int NOT NULL DEFAULT 1;
ALTER TABLE users ALTER COLUMN size DROP DEFAULT;
-- finds
2:1 warning: users.size is NOT NULL and has lost its default: INSERTs that do not name it fail
-- bad postgres mariadb
ALTER TABLE users ADD COLUMN size int NOT NULL DEFAULT 1;
ALTER TABLE users ALTER COLUMN size DROP DEFAULT;
ALTER TABLE users RENAME COLUMN size TO width;
-- finds
2:1 warning: users.width is NOT NULL and has lost its default: INSERTs that do not name it fail
-- ok postgres mariadb
ALTER TABLE users ADD COLUMN new_id int NOT NULL DEFAULT 1;
ALTER TABLE users ALTER COLUMN new_id DROP DEFAULT;
ALTER TABLE users DROP COLUMN id;
ALTER TABLE users RENAME COLUMN new_id TO id;
-- ok postgres mariadb
ALTER TABLE users ALTER COLUMN name DROP DEFAULT;
