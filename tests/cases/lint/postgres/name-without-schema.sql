-- options
qualify = true
-- base
CREATE SCHEMA app;
-- bad
CREATE TABLE items (id bigint PRIMARY KEY);
-- finds
1:1 warning: the table items is named without its schema and lands in public
    public.items
-- bad
SET LOCAL search_path = app;
CREATE VIEW ones AS SELECT 1 AS one;
-- finds
2:1 warning: the view ones is named without its schema and lands in app
    app.ones
-- ok
CREATE TABLE app.items (id bigserial PRIMARY KEY);
CREATE VIEW public.ones AS SELECT 1 AS one;
