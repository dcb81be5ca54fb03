-- A table goes with its indexes and triggers.
-- hazards: loses-data users
-- old
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
CREATE UNIQUE INDEX users_email ON users (email);
CREATE TRIGGER users_change AFTER UPDATE ON users BEGIN SELECT 1; END;
-- rows
INSERT INTO users (email) VALUES ('a');
-- new
