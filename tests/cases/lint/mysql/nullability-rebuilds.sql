-- base
CREATE TABLE orders (id int PRIMARY KEY, day int, hour int, code int NOT NULL);
CREATE TABLE loose (day int);
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users MODIFY age int NOT NULL;
-- finds
1:1 warning: users.age is NOT NULL: users is built anew, on twice the disk, and replicas do so behind (ALGORITHM=INPLACE, LOCK=NONE), nobody waits, but the server is busy
    -- gh-ost or pt-online-schema-change can copy users while others write
-- ok
CREATE TABLE others (id int PRIMARY KEY, email varchar(80), kind enum('a','b','c'));
ALTER TABLE others MODIFY email varchar(80) NOT NULL;
-- bad
ALTER TABLE orders MODIFY day int NOT NULL, MODIFY hour int NOT NULL, MODIFY code int NULL;
-- finds
1:1 warning: orders.code allows NULL: orders is built anew, on twice the disk, and replicas do so behind (ALGORITHM=INPLACE, LOCK=NONE), nobody waits, but the server is busy
    -- gh-ost or pt-online-schema-change can copy orders while others write
1:1 warning: orders.day and orders.hour are NOT NULL: orders is built anew, on twice the disk, and replicas do so behind (ALGORITHM=INPLACE, LOCK=NONE), nobody waits, but the server is busy
    -- gh-ost or pt-online-schema-change can copy orders while others write
-- bad
ALTER TABLE loose MODIFY day int NOT NULL;
-- finds
1:1 warning: loose.day is NOT NULL: loose is built anew, on twice the disk, and replicas do so behind (ALGORITHM=INPLACE, LOCK=NONE), nobody waits, but the server is busy
    -- with a unique key on loose pt-online-schema-change could copy it
-- ok
ALTER TABLE orders MODIFY day int NOT NULL, ADD CONSTRAINT of_user FOREIGN KEY (day) REFERENCES users (id);
