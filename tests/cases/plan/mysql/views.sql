-- Views on views, of every kind, come in the order they need and change in place.
-- old
CREATE TABLE t (id int PRIMARY KEY, a varchar(10));
CREATE VIEW z_base AS SELECT id FROM t;
CREATE VIEW a_top AS SELECT id FROM z_base WHERE id > 1;
CREATE VIEW gone AS SELECT 1 AS one;
-- new
CREATE TABLE t (id int PRIMARY KEY, a varchar(10));
CREATE VIEW z_base AS SELECT id, a FROM t WHERE a LIKE 'it''s %' OR a = 'x`y.z';
CREATE ALGORITHM=MERGE SQL SECURITY INVOKER VIEW a_top AS SELECT a, id FROM z_base WHERE id > 2 WITH LOCAL CHECK OPTION;
CREATE ALGORITHM=TEMPTABLE VIEW m_cte (one, two) AS WITH c AS (SELECT 1 AS n) SELECT c.n, a_top.id FROM c JOIN a_top LEFT JOIN t ON t.id = a_top.id;
CREATE VIEW n_union AS SELECT id FROM a_top UNION ALL SELECT id FROM t ORDER BY 1 LIMIT 5;
CREATE VIEW o_cascaded AS SELECT id FROM t WHERE id < 9 WITH CASCADED CHECK OPTION;
CREATE FUNCTION plus_one(x int) RETURNS int DETERMINISTIC RETURN x + 1;
CREATE VIEW p_function AS SELECT plus_one(id) AS more, current_user() AS who, EXISTS (SELECT 1 FROM o_cascaded) AS some FROM t;
