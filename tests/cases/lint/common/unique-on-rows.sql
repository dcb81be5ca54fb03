-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80));
-- bad
CREATE UNIQUE INDEX users_email ON users (email);
-- finds
1:1 warning: users_email makes users unique: fails if two rows are alike (it did on rows of ours: could not create unique index "users_email")
    -- before it, see that this finds nothing:
    SELECT email, count(*) FROM users WHERE email IS NOT NULL GROUP BY email HAVING count(*) > 1;
-- finds mariadb
1:1 warning: users_email makes users unique: fails if two rows are alike (it did on rows of ours: Duplicate entry '1' for key 'users_email')
    -- before it, see that this finds nothing:
    SELECT email, count(*) FROM users WHERE email IS NOT NULL GROUP BY email HAVING count(*) > 1;
-- finds sqlite
1:1 warning: users_email makes users unique: fails if two rows are alike (it did on rows of ours: UNIQUE constraint failed: users.email)
    -- before it, see that this finds nothing:
    SELECT email, count(*) FROM users WHERE email IS NOT NULL GROUP BY email HAVING count(*) > 1;
-- bad postgres mariadb
ALTER TABLE users ADD CONSTRAINT users_email UNIQUE (email);
-- finds
1:1 warning: users_email makes users unique: fails if two rows are alike (it did on rows of ours: could not create unique index "users_email")
    -- before it, see that this finds nothing:
    SELECT email, count(*) FROM users WHERE email IS NOT NULL GROUP BY email HAVING count(*) > 1;
-- finds mariadb
1:1 warning: users_email makes users unique: fails if two rows are alike (it did on rows of ours: Duplicate entry '1' for key 'users_email')
    -- before it, see that this finds nothing:
    SELECT email, count(*) FROM users WHERE email IS NOT NULL GROUP BY email HAVING count(*) > 1;
-- ok
CREATE UNIQUE INDEX users_id_email ON users (id, email);
-- ok postgres mariadb
ALTER TABLE users ADD COLUMN code varchar(80);
CREATE UNIQUE INDEX users_code ON users (code);
-- bad mariadb
CREATE UNIQUE INDEX users_start ON users (email(4));
-- finds
1:1 warning: users_start makes users unique: fails if two rows are alike (it did on rows of ours: Duplicate entry '1' for key 'users_start')
    -- before it, see that this finds nothing:
    SELECT left(email, 4), count(*) FROM users GROUP BY left(email, 4) HAVING count(*) > 1;
-- bad postgres
CREATE UNIQUE INDEX users_last ON users (email DESC NULLS LAST);
-- finds
1:1 warning: users_last makes users unique: fails if two rows are alike (it did on rows of ours: could not create unique index "users_last")
    -- before it, see that this finds nothing:
    SELECT email, count(*) FROM users WHERE email IS NOT NULL GROUP BY email HAVING count(*) > 1;
-- bad sqlite
CREATE UNIQUE INDEX users_last ON users (email DESC);
-- finds
1:1 warning: users_last makes users unique: fails if two rows are alike (it did on rows of ours: UNIQUE constraint failed: users.email)
    -- before it, see that this finds nothing:
    SELECT email, count(*) FROM users WHERE email IS NOT NULL GROUP BY email HAVING count(*) > 1;
-- ok
DELETE FROM users;
CREATE UNIQUE INDEX users_email ON users (email);
-- bad sqlite postgres mariadb
DELETE FROM users;
INSERT INTO users SELECT 1, 'a';
CREATE UNIQUE INDEX users_email ON users (email);
-- finds
3:1 warning: users_email makes users unique: fails if two rows are alike
    -- before it, see that this finds nothing:
    SELECT email, count(*) FROM users WHERE email IS NOT NULL GROUP BY email HAVING count(*) > 1;
