-- Publications and what they publish come, change and go.
-- old
CREATE TABLE a (id int PRIMARY KEY, x int);
CREATE TABLE b (id int PRIMARY KEY);
CREATE SCHEMA s;
CREATE PUBLICATION news FOR TABLE a, b;
-- new
CREATE TABLE a (id bigint PRIMARY KEY, x bigint);
CREATE TABLE b (id int PRIMARY KEY);
CREATE SCHEMA s;
CREATE PUBLICATION news FOR TABLE a (id, x) WHERE (id > 3) WITH (publish = 'insert, update', publish_via_partition_root = true);
CREATE PUBLICATION whole FOR TABLES IN SCHEMA s;
CREATE PUBLICATION everything FOR ALL TABLES;
COMMENT ON PUBLICATION everything IS 'all';
