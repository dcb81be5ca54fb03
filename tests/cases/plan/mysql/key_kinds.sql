-- Every kind of key: prefix, descending, full text, spatial, ignored, with a comment, by hash, with an algorithm.
-- old
CREATE TABLE t (a varchar(50), b varchar(50), c text, d point NOT NULL, e int);
-- new
CREATE TABLE t (a varchar(50), b varchar(50), c text, d point NOT NULL, e int,
  UNIQUE KEY two (a, b(4) DESC), KEY noted (e) COMMENT 'it''s, odd', KEY unused (a) IGNORED,
  FULLTEXT KEY words (c), SPATIAL KEY places (d), KEY chosen USING BTREE (b, a), UNIQUE KEY whole (c) USING HASH,
  KEY `odd ``name` (e, a));
