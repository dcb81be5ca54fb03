-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80));
-- bad postgres
ALTER TABLE users ADD COLUMN name varchar(80) NOT NULL;
-- finds
1:1 error: users.name is NOT NULL and has no default: fails if users has rows, and then every INSERT that does not name it (it did on rows of ours: column "name" of relation "users" contains null values)
    ALTER TABLE users ADD COLUMN name character varying(80);
    -- fill it in batches; then, in a later file, set NOT NULL
-- bad sqlite
ALTER TABLE users ADD COLUMN name varchar(80) NOT NULL;
-- finds
1:1 error: users.name is NOT NULL and has no default: fails if users has rows, and then every INSERT that does not name it (it did on rows of ours: Cannot add a NOT NULL column with default value NULL)
    ALTER TABLE users ADD COLUMN name varchar(80);
    -- fill it in batches; then, in a later file, set NOT NULL
-- bad postgres
TRUNCATE users;
ALTER TABLE users ADD COLUMN name varchar(80) NOT NULL;
-- finds
2:1 warning: users.name is NOT NULL and has no default: every INSERT that does not name it fails
    ALTER TABLE users ADD COLUMN name character varying(80);
    -- fill it in batches; then, in a later file, set NOT NULL
-- ok mariadb
ALTER TABLE users ADD COLUMN age int NOT NULL;
-- ok
ALTER TABLE users ADD COLUMN name varchar(80) NOT NULL DEFAULT '';
-- ok
CREATE TABLE others (id int PRIMARY KEY);
ALTER TABLE others ADD COLUMN name varchar(80);
