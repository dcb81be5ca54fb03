-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
CREATE TABLE notes (id int PRIMARY KEY) ENGINE=MyISAM;
-- finds
1:1 warning: notes is made with MyISAM: no transactions
-- ok
CREATE TABLE notes (id int PRIMARY KEY) ENGINE=InnoDB;
