-- A renamed table whose columns are renamed, retyped and referred to, all at once.
-- renames: table a -> table b, column a.x -> column b.y, column a.id -> column b.key
-- old
CREATE TABLE a (id int PRIMARY KEY, x int, z varchar(10), CONSTRAINT a_x FOREIGN KEY (x) REFERENCES a (id), KEY zx (z, x), CHECK (x < 100));
CREATE TABLE c (a int, FOREIGN KEY (a) REFERENCES a (id) ON DELETE CASCADE);
CREATE VIEW v AS SELECT x FROM a;
CREATE TRIGGER note AFTER INSERT ON a FOR EACH ROW BEGIN END;
-- rows
INSERT INTO a VALUES (1, 1, 'z'); INSERT INTO c VALUES (1);
-- new
CREATE TABLE b (new_one int, `key` bigint, z varchar(20), y bigint, PRIMARY KEY (`key`), CONSTRAINT a_x FOREIGN KEY (y) REFERENCES b (`key`), KEY zx (z, y), CHECK (y < 100));
CREATE TABLE c (a bigint, FOREIGN KEY (a) REFERENCES b (`key`) ON DELETE CASCADE);
CREATE VIEW v AS SELECT y FROM b;
CREATE TRIGGER note AFTER INSERT ON b FOR EACH ROW BEGIN END;
-- asks
SELECT a FROM c
