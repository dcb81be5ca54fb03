-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
ALTER TABLE users ALTER COLUMN email TYPE varchar(40);
-- finds
1:1 warning: users.email goes from text to character varying(40): not every value fits, and running code may still write such
    -- before it, see that this finds nothing:
    SELECT count(*) FROM users WHERE char_length(email::text) > 40;
-- bad
ALTER TABLE users ALTER COLUMN email TYPE date USING email::date;
-- finds
1:1 warning: users.email goes from text to date: the cast fails on a value that is none of the new type (it did on rows of ours: invalid input syntax for type date: "1")
-- ok
ALTER TABLE users ALTER COLUMN id TYPE bigint;
