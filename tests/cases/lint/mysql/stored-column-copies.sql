-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users ADD COLUMN twice int AS (age * 2) STORED;
-- finds
1:1 warning: users.twice is computed and stored in every row: every row of users is copied (ALGORITHM=COPY, LOCK=SHARED), writes wait until it is done
    ALTER TABLE users ADD COLUMN twice int(11) AS (`age` * 2) VIRTUAL;
-- ok
ALTER TABLE users ADD COLUMN twice int AS (age * 2) VIRTUAL;
