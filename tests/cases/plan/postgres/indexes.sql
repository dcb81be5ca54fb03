-- Indexes of every make come and go.
-- old
CREATE TABLE t (a int, b text, c jsonb, d int4range, e tsvector);
CREATE INDEX i_a ON t (a);
-- rows
INSERT INTO t (a) VALUES (1);
-- new
CREATE TABLE t (a int, b text, c jsonb, d int4range, e tsvector);
CREATE INDEX i_a ON t (a DESC NULLS LAST, b COLLATE "C" text_pattern_ops) INCLUDE (c) WITH (fillfactor = 60) WHERE a > 1 AND b = ' USING x';
CREATE UNIQUE INDEX i_lower ON t (lower(b), (a + 1));
CREATE UNIQUE INDEX i_null ON t (a) NULLS NOT DISTINCT;
CREATE INDEX i_json ON t USING gin (c jsonb_path_ops);
CREATE INDEX i_range ON t USING gist (d);
CREATE INDEX i_hash ON t USING hash (b);
CREATE INDEX i_brin ON t USING brin (a) WITH (pages_per_range = 32);
CREATE INDEX "I Quoted" ON t (b varchar_pattern_ops);
ALTER INDEX i_lower ALTER COLUMN 2 SET STATISTICS 300;
COMMENT ON INDEX i_hash IS 'hashed';
CREATE STATISTICS s_ab (dependencies, ndistinct) ON a, b FROM t;
CREATE STATISTICS s_expr ON (a + 1), lower(b) FROM t;
ALTER STATISTICS s_ab SET STATISTICS 50;
COMMENT ON STATISTICS s_ab IS 'both';
