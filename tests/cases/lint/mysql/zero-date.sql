-- base
CREATE TABLE users (id int PRIMARY KEY, email varchar(80), age int, kind enum('a','b','c'), tags set('x','y'));
-- bad
ALTER TABLE users ADD COLUMN born date DEFAULT '0000-00-00';
-- finds
1:1 warning: users.born has the default '0000-00-00', which is no date
-- bad
CREATE TABLE events (id int PRIMARY KEY, at datetime NOT NULL DEFAULT '0000-00-00 00:00:00');
-- finds
1:1 warning: events.at has the default '0000-00-00 00:00:00', which is no date
-- ok
ALTER TABLE users ADD COLUMN born date;
