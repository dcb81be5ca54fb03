-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80));
CREATE VIEW mails AS SELECT email FROM users;
-- bad
DROP VIEW mails;
-- finds
1:1 warning: the view mails is dropped; code that still reads it fails
-- ok
DROP VIEW mails;
CREATE VIEW mails AS SELECT email, id FROM users;
