-- A trigger that calls its table in other letters goes with it and comes back with it.
-- old
CREATE TABLE Users (a INT);
CREATE TRIGGER r AFTER INSERT ON users BEGIN SELECT 1; END;
-- rows
INSERT INTO users VALUES (1);
-- new
CREATE TABLE Users (a INT NOT NULL);
CREATE TRIGGER r AFTER INSERT ON users BEGIN SELECT 1; END;
-- asks
SELECT a FROM users
