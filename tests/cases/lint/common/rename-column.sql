-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80));
-- bad
ALTER TABLE users RENAME COLUMN email TO mail;
-- finds
1:1 warning: users.email is renamed to mail: code that still says email fails
    ALTER TABLE users ADD COLUMN mail character varying(80);
    -- write both, fill mail in batches, read it; drop email in a later release
-- finds mariadb sqlite
1:1 warning: users.email is renamed to mail: code that still says email fails
    ALTER TABLE users ADD COLUMN mail varchar(80);
    -- write both, fill mail in batches, read it; drop email in a later release
-- ok
CREATE TABLE others (id int PRIMARY KEY);
ALTER TABLE others RENAME COLUMN id TO number;
-- ok
ALTER TABLE users RENAME COLUMN email TO old_email;
ALTER TABLE users ADD COLUMN email text;
UPDATE users SET email = old_email WHERE id > 0;
-- ok
ALTER TABLE users ADD COLUMN new_email text;
UPDATE users SET new_email = email WHERE id > 0;
ALTER TABLE users RENAME COLUMN email TO old_email;
ALTER TABLE users RENAME COLUMN new_email TO email;
-- bad
ALTER TABLE users RENAME COLUMN email TO old_email;
ALTER TABLE users ADD COLUMN email text;
-- finds
1:1 warning: users.email is renamed to old_email, and another column is called email then: code that says email reads that one
    -- leave email as it is, and give the other column a name of its own
-- ok
ALTER TABLE users RENAME COLUMN email TO mail;
ALTER TABLE users RENAME COLUMN mail TO email;
