-- base postgres
CREATE TABLE users (id int PRIMARY KEY, email varchar(80));
CREATE VIEW mails AS SELECT email FROM users;
-- bad postgres
ALTER VIEW mails RENAME TO letters;
-- finds
1:1 warning: the view mails is renamed to letters: code that says so fails
-- ok postgres
ALTER INDEX users_pkey RENAME TO users_key;
