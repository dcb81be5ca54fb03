-- base
CREATE TYPE mood AS ENUM ('sad');
CREATE DOMAIN flag AS boolean;
CREATE TABLE users (active boolean, id bigint PRIMARY KEY, admin boolean, at timestamptz);
-- bad
CREATE TABLE orders (paid boolean, id bigint PRIMARY KEY, sent boolean, at timestamptz, "user" int);
-- finds
1:1 info: 16 bytes of each row of orders are padding between its columns
    -- its columns in this order: id, at, "user", paid, sent
-- bad
CREATE TABLE orders (note text, at timestamptz, paid flag, due timestamp(3), mood mood, ends time);
-- finds
1:1 info: 11 bytes of each row of orders are padding between its columns
    -- its columns in this order: at, due, ends, mood, paid, note
-- ok
CREATE TABLE orders (id bigint PRIMARY KEY, at timestamptz, "user" int, paid boolean, sent boolean, note text);
CREATE TABLE lines (paid boolean, id bigint);
CREATE TABLE notes (sent boolean, note text, id bigint, kinds int[], at timestamptz);
-- ok
CREATE TABLE more_users () INHERITS (users);
ALTER TABLE users ADD COLUMN vip boolean;
