-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users MODIFY email varchar(20);
-- finds
1:1 warning: users.email changes from varchar(80) to varchar(20): fails if a value has no room
    -- before it, see that this finds nothing:
    SELECT count(*) FROM users WHERE char_length(`email`) > 20;
-- bad
SET sql_mode = '';
ALTER TABLE users MODIFY age tinyint;
-- finds
2:1 warning: users.age changes from int(11) to tinyint(4): cuts values without a word if a value has no room
    -- before it, see that this finds nothing:
    SELECT count(*) FROM users WHERE `age` < -128 or `age` > 127;
-- bad
ALTER TABLE users MODIFY kind enum('b','c');
-- finds
1:1 warning: users.kind changes from enum('a','b','c') to enum('b','c'): fails if a value has no room (it did on rows of ours: Data truncated for column 'kind' at row 1)
    -- before it, see that this finds nothing:
    SELECT count(*) FROM users WHERE `kind` in ('a');
-- ok
ALTER TABLE users MODIFY age bigint;
