-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
CREATE VIEW people AS SELECT email FROM users;
CREATE INDEX users_age ON users (age);
-- bad
ALTER TABLE users DROP COLUMN email;
-- finds
1:1 error: the view people uses what goes: error in view people after drop column: no such column: email
    DROP VIEW people;
    ALTER TABLE users DROP COLUMN email;
-- bad
ALTER TABLE users DROP COLUMN age;
-- finds
1:1 error: the index users_age uses what goes: error in index users_age after drop column: no such column: age
    DROP INDEX users_age;
    ALTER TABLE users DROP COLUMN age;
-- bad
ALTER TABLE users DROP COLUMN id;
-- finds
1:1 error: id is part of a PRIMARY KEY key: the table has to be built anew without it
-- ok
DROP VIEW people;
ALTER TABLE users DROP COLUMN email;
