-- base
CREATE TABLE users (id bigint PRIMARY KEY, email varchar(80));
-- bad
CREATE TABLE logs (text varchar(80));
-- finds
1:1 warning: logs has no primary key
-- ok
CREATE TABLE logs (id bigint PRIMARY KEY, text varchar(80));
-- ok postgres
CREATE TABLE logs (id bigint);
ALTER TABLE logs ADD PRIMARY KEY (id);
CREATE TABLE events (id bigint, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
-- ok
CREATE TABLE logs (text varchar(80));
DROP TABLE logs;
