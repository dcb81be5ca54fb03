-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users MODIFY kind enum('a','b');
-- finds
1:1 warning: users.kind loses values: every row of users is copied (ALGORITHM=COPY, LOCK=SHARED; Cannot change column type), writes wait until it is done
    -- before it, see that this finds nothing:
    SELECT count(*) FROM users WHERE `kind` in ('c');
-- bad
ALTER TABLE users MODIFY tags set('x');
-- finds
1:1 warning: users.tags loses values: every row of users is copied (ALGORITHM=COPY, LOCK=SHARED; Cannot change column type), writes wait until it is done
    -- before it, see that this finds nothing:
    SELECT count(*) FROM users WHERE find_in_set('y', `tags`);
-- ok
ALTER TABLE users MODIFY kind enum('a','b','c','d');
-- ok
CREATE TABLE others (id int PRIMARY KEY, email varchar(80), kind enum('a','b','c'));
ALTER TABLE others MODIFY kind enum('a','b');
