-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80) NOT NULL UNIQUE, age int);
CREATE TABLE archive (id int PRIMARY KEY, email varchar(80) NOT NULL UNIQUE);
-- bad
INSERT INTO archive SELECT id, email FROM archive;
-- finds
1:1 warning: fails on rows of ours, and may on others: duplicate key value violates unique constraint "archive_pkey"
-- finds mariadb
1:1 warning: fails on rows of ours, and may on others: Duplicate entry '901' for key 'PRIMARY'
-- finds sqlite
1:1 warning: fails on rows of ours, and may on others: UNIQUE constraint failed: archive.email
-- bad
INSERT INTO archive SELECT id, age FROM users;
-- finds
1:1 warning: fails on rows of ours, and may on others: duplicate key value violates unique constraint "archive_email_key"
-- finds mariadb
1:1 warning: fails on rows of ours, and may on others: Duplicate entry '1' for key 'email'
-- finds sqlite
1:1 warning: fails on rows of ours, and may on others: UNIQUE constraint failed: archive.email
-- ok
INSERT INTO archive SELECT id, email FROM users;
