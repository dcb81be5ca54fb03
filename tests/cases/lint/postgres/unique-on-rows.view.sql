-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE MATERIALIZED VIEW mails AS SELECT email FROM users;
-- bad
CREATE UNIQUE INDEX mails_email ON mails (email);
-- finds
1:1 warning: mails_email makes mails unique: fails if two rows are alike
    -- before it, see that this finds nothing:
    SELECT email, count(*) FROM mails GROUP BY email HAVING count(*) > 1;
