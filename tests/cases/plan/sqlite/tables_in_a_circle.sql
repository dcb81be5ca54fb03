-- Tables that refer to each other are made and dropped.
-- old
-- new
CREATE TABLE a (id INTEGER PRIMARY KEY, b INT REFERENCES b (id));
CREATE TABLE b (id INTEGER PRIMARY KEY, a INT REFERENCES a (id));
