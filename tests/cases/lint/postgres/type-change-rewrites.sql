-- base
CREATE TABLE "Orders" ("Day" int);
CREATE TABLE users (id int PRIMARY KEY, email varchar(20), born timestamp);
CREATE INDEX users_email ON users (email);
-- bad
ALTER TABLE users ALTER COLUMN id TYPE bigint;
-- finds
1:1 warning: users.id changes from integer to bigint: all rows of users are written anew under ACCESS EXCLUSIVE, reads and writes wait
    ALTER TABLE users ADD COLUMN id_new bigint;
    -- keep it in step by a trigger, fill it in batches, use it, then drop id
-- bad
ALTER TABLE users ALTER COLUMN email TYPE varchar(10);
-- finds
1:1 warning: users.email changes from character varying(20) to character varying(10): all rows of users are written anew under ACCESS EXCLUSIVE, reads and writes wait
    ALTER TABLE users ADD COLUMN email_new character varying(10);
    -- keep it in step by a trigger, fill it in batches, use it, then drop email
-- bad
ALTER TABLE users ALTER COLUMN email TYPE varchar(20) COLLATE ucs_basic;
-- finds
1:1 warning: users.email gets collation pg_catalog.ucs_basic: users_email on users is built anew under ACCESS EXCLUSIVE, reads and writes wait
    ALTER TABLE users ADD COLUMN email_new character varying(20) COLLATE pg_catalog.ucs_basic;
    -- keep it in step by a trigger, fill it in batches, use it, then drop email
-- ok
ALTER TABLE users ALTER COLUMN email TYPE varchar(30);
ALTER TABLE users ALTER COLUMN email TYPE text;
-- ok
CREATE TABLE other (id int);
ALTER TABLE other ALTER COLUMN id TYPE bigint;
-- bad
ALTER TABLE "Orders" ALTER COLUMN "Day" TYPE bigint;
-- finds
1:1 warning: Orders.Day changes from integer to bigint: all rows of Orders are written anew under ACCESS EXCLUSIVE, reads and writes wait
    ALTER TABLE "Orders" ADD COLUMN "Day_new" bigint;
    -- keep it in step by a trigger, fill it in batches, use it, then drop "Day"
