-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users (id)) ENGINE=MyISAM;
-- finds
1:54 error: REFERENCES is ignored: the server made no foreign key for it
    ALTER TABLE orders ADD FOREIGN KEY (…) REFERENCES … (…);
-- ok
CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users (id));
