-- base
CREATE TABLE orders (id int PRIMARY KEY, user_id int);
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int);
-- bad postgres
CREATE INDEX users_email ON users (email);
-- next file
ALTER TABLE users ALTER COLUMN age TYPE bigint;
-- finds
3_new.sql:1:1 warning: users is written anew here, and users_email with it, which 2_new.sql:1 built
    -- let 2_new.sql:1 stand behind this
-- bad mariadb
CREATE INDEX users_email ON users (email);
-- next file
ALTER TABLE users MODIFY age bigint;
-- finds
3_new.sql:1:1 warning: users is written anew here, and users_email with it, which 2_new.sql:1 built
    -- let 2_new.sql:1 stand behind this
-- ok postgres
ALTER TABLE users ALTER COLUMN age TYPE bigint;
-- next file
CREATE INDEX users_email ON users (email);
-- ok mariadb
ALTER TABLE users MODIFY age bigint;
-- next file
CREATE INDEX users_email ON users (email);
-- bad mariadb
CREATE INDEX orders_user ON orders (user_id);
ALTER TABLE orders ADD CONSTRAINT orders_user_fk FOREIGN KEY (user_id) REFERENCES users (id);
-- finds
2:1 warning: orders is written anew here, and orders_user with it, which 2_new.sql:1 built
    -- one ALTER TABLE orders that adds the index and the foreign key
