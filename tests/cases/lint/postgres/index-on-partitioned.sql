-- base
CREATE TABLE events (id int, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- bad
CREATE INDEX events_id ON events (id);
-- finds
1:1 warning: events_id is built on events and events_1 under SHARE: writes to all of them wait until the last one is done
    CREATE INDEX events_id ON ONLY events USING btree (id);
    -- for each partition, in files with `-- migrate:txmode none`:
    CREATE INDEX CONCURRENTLY events_id_part ON events_1 USING btree (id);
    ALTER INDEX events_id ATTACH PARTITION events_id_part;
-- ok
CREATE INDEX events_id ON ONLY events (id);
-- bad
ALTER TABLE events ADD COLUMN name text;
CREATE INDEX events_name ON events (name);
-- finds
2:1 warning: events_name is built on events and events_1 under SHARE: writes to all of them wait until the last one is done
    CREATE INDEX events_name ON ONLY events USING btree (name);
    -- for each partition, in files with `-- migrate:txmode none`:
    CREATE INDEX CONCURRENTLY events_name_part ON events_1 USING btree (name);
    ALTER INDEX events_name ATTACH PARTITION events_name_part;
