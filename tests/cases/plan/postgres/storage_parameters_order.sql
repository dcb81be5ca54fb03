-- Parameters of tables, views and keys come out in the order in which they were set.
-- old
CREATE TABLE t (a int, b text, CONSTRAINT t_pkey PRIMARY KEY (a) WITH (fillfactor=50))
  WITH (autovacuum_enabled=false, fillfactor=80, toast.autovacuum_enabled=false);
CREATE VIEW v WITH (security_barrier=true, check_option=local) AS SELECT a FROM t;
-- new
CREATE TABLE t (a int, b text, CONSTRAINT t_pkey PRIMARY KEY (a) WITH (deduplicate_items=off, fillfactor=50))
  WITH (fillfactor=70, autovacuum_enabled=false, toast.autovacuum_enabled=false, toast.vacuum_truncate=false);
CREATE VIEW v WITH (check_option=local, security_barrier=false) AS SELECT a FROM t;
