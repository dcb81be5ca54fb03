-- Tables go, those that point at others first, and what lives on them goes along.
-- hazards: loses-data p, loses-data c
-- old
CREATE TABLE keep (id int PRIMARY KEY);
CREATE TABLE p (id int PRIMARY KEY);
CREATE TABLE c (id int PRIMARY KEY, p int, FOREIGN KEY (p) REFERENCES p (id));
CREATE TRIGGER counted BEFORE INSERT ON c FOR EACH ROW SET NEW.p = 1;
-- new
CREATE TABLE keep (id int PRIMARY KEY);
