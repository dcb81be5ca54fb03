-- base
CREATE TABLE events (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- bad
ALTER TABLE events DETACH PARTITION events_1;
-- finds
1:1 warning: events_1 is detached under ACCESS EXCLUSIVE on events: reads and writes wait
    -- migrate:txmode none
    ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY;
-- ok
-- migrate:txmode none
ALTER TABLE events DETACH PARTITION events_1 CONCURRENTLY;
