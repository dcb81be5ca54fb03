-- Periods of application time, keys without overlaps and periods of system time come and go.
-- old
CREATE TABLE a (x int, since date NOT NULL, till date NOT NULL);
CREATE TABLE b (x int, s date, e date, PERIOD FOR p (s, e), UNIQUE KEY k (x, p WITHOUT OVERLAPS));
-- new
CREATE TABLE a (x int, since date NOT NULL, till date NOT NULL, PERIOD FOR valid (since, till), PRIMARY KEY (x, valid WITHOUT OVERLAPS));
CREATE TABLE b (x int, s date, e date);
