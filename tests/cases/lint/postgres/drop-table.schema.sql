-- base
CREATE SCHEMA app;
CREATE TABLE app.items (id int PRIMARY KEY);
-- bad
DROP TABLE app.items;
-- finds
1:1 error: app.items is dropped with all of its rows
    ALTER TABLE app.items RENAME TO items_dropped;
    -- in a later release, with `-- migrate:data-loss-ok REASON` above it:
    DROP TABLE app.items_dropped;
