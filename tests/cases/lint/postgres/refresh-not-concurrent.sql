-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
CREATE MATERIALIZED VIEW mails AS SELECT id, email FROM users;
CREATE UNIQUE INDEX mails_id ON mails (id);
-- bad
REFRESH MATERIALIZED VIEW mails;
-- finds
1:1 warning: mails is filled under ACCESS EXCLUSIVE: reads wait until it is done
    REFRESH MATERIALIZED VIEW CONCURRENTLY mails;
-- ok
REFRESH MATERIALIZED VIEW CONCURRENTLY mails;
