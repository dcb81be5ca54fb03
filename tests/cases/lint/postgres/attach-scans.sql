-- base
CREATE TABLE events (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_2 (id int, at date NOT NULL);
CREATE TABLE events_3 (id int, at date NOT NULL, CHECK (at >= '2026-01-01' AND at < '2027-01-01'));
-- bad
ALTER TABLE events ATTACH PARTITION events_2 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- finds
1:1 warning: all of events_2 is read under ACCESS EXCLUSIVE for ATTACH PARTITION, reads and writes wait
    ALTER TABLE events_2 ADD CONSTRAINT bounds CHECK (…) NOT VALID;
    -- in a later file:
    ALTER TABLE events_2 VALIDATE CONSTRAINT bounds;
    -- in a later file:
    ALTER TABLE events ATTACH PARTITION events_2 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
-- ok
ALTER TABLE events ATTACH PARTITION events_3 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
