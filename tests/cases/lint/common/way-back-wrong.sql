-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));
-- bad
ALTER TABLE users ADD COLUMN name varchar(80);
CREATE TABLE items (id bigint PRIMARY KEY);
-- way back
DROP TABLE items;
-- finds
0:0 error: 2_new.down.sql does not lead back: the column users.name is still there
-- bad
CREATE TABLE items (id bigint PRIMARY KEY);
-- way back
DROP TABLE item;
-- finds
0:0 error: 2_new.down.sql does not run: statement 1 of 1 in 2_new.down.sql failed: table "item" does not exist
-- finds mariadb
0:0 error: 2_new.down.sql does not run: statement 1 of 1 in 2_new.down.sql failed: Unknown table 'item'
-- finds sqlite
0:0 error: 2_new.down.sql does not run: statement 1 of 1 in 2_new.down.sql failed: no such table: item
-- ok
CREATE TABLE items (id bigint PRIMARY KEY);
-- way back
DROP TABLE items;
-- next file
ALTER TABLE users ADD COLUMN name varchar(80);
-- way back
ALTER TABLE users DROP COLUMN name;
-- ok
CREATE TABLE items (id bigint PRIMARY KEY);
