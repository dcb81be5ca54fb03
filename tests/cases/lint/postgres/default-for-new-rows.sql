-- base
CREATE FUNCTION code() RETURNS text LANGUAGE sql AS 'SELECT random()::text';
CREATE FUNCTION steady() RETURNS text STABLE LANGUAGE sql AS 'SELECT ''x''';
CREATE TABLE users (id int PRIMARY KEY, name text, key uuid DEFAULT gen_random_uuid());
-- bad
ALTER TABLE users ADD COLUMN token uuid;
ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();
-- finds
2:1 info: rows of users that are there get no value from gen_random_uuid(): users.token stays NULL where it is
    -- in a later file, in batches:
    UPDATE users SET token = DEFAULT WHERE token IS NULL;
-- bad
ALTER TABLE users ALTER COLUMN name SET DEFAULT code();
-- finds
1:1 info: rows of users that are there get no value from public.code(): users.name stays NULL where it is
    -- in a later file, in batches:
    UPDATE users SET name = DEFAULT WHERE name IS NULL;
-- ok
ALTER TABLE users ADD COLUMN token uuid;
ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();
-- next file
UPDATE users SET token = DEFAULT WHERE token IS NULL;
-- ok
ALTER TABLE users ALTER COLUMN id SET DEFAULT (random() * 1000)::int;
ALTER TABLE users ALTER COLUMN key SET DEFAULT md5(random()::text)::uuid;
ALTER TABLE users ALTER COLUMN name SET DEFAULT steady();
ALTER TABLE users ALTER COLUMN name SET DEFAULT 'nobody';
CREATE TABLE orders (id int PRIMARY KEY, token uuid);
ALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid();
