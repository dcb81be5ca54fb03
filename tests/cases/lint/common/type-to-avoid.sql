-- options
[types]
".*\\(13\\).*" = "this number is unlucky"
-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));
-- bad postgres
CREATE TABLE items (id bigint PRIMARY KEY, price money, code char(3), data json, at timestamp, t timetz);
-- finds
1:1 info: items.price is money: its sign and digits are the server's locale: numeric
1:1 info: items.code is character(3): it pads with blanks and checks no length that matters: text or varchar
1:1 info: items.data is json: it knows no equality and no index: jsonb
1:1 info: items.at is timestamp without time zone: it is no moment but a reading of a clock: timestamptz
1:1 info: items.t is time with time zone: a zone without a date has no meaning: time or timestamptz
-- bad mariadb
CREATE TABLE items (id bigint PRIMARY KEY, at timestamp, till timestamp, price float(7,2), name varchar(20) CHARACTER SET utf8mb3);
-- finds
1:1 info: items.at and items.till are timestamp: it ends in January 2038 and depends on the session's zone: datetime
1:1 info: items.price is float(7,2): digits behind a float round without a word: decimal
1:1 info: items.name is utf8mb3: it takes no characters of four bytes, such as emoji: utf8mb4
-- bad
ALTER TABLE users ADD COLUMN blood varchar(13);
-- finds
1:1 info: users.blood is character varying(13): this number is unlucky
-- finds mariadb sqlite
1:1 info: users.blood is varchar(13): this number is unlucky
-- ok
CREATE TABLE items (id bigint PRIMARY KEY, price numeric(9,2), name varchar(80));
