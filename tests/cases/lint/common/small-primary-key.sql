-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));
-- bad postgres
CREATE TABLE items (id serial PRIMARY KEY);
CREATE TABLE others (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
-- finds
1:1 info: items.id counts in integer, which comes to an end
    id bigserial
2:1 info: others.id counts in integer, which comes to an end
    id bigint GENERATED ALWAYS AS IDENTITY
-- bad mariadb
CREATE TABLE items (id int AUTO_INCREMENT PRIMARY KEY);
-- finds
1:1 info: items.id counts in int(11), which comes to an end
    id bigint NOT NULL AUTO_INCREMENT
-- ok postgres
CREATE TABLE items (id bigserial PRIMARY KEY);
CREATE TABLE codes (code int PRIMARY KEY);
-- ok mariadb
CREATE TABLE items (id bigint AUTO_INCREMENT PRIMARY KEY);
CREATE TABLE codes (code int PRIMARY KEY);
