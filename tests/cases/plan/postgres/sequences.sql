-- Sequences change their options, their owner column and come and go.
-- old
CREATE SEQUENCE plain START 5;
CREATE SEQUENCE down INCREMENT -1 MAXVALUE 100 START 100 CYCLE CACHE 3;
CREATE TABLE t (id serial PRIMARY KEY, small smallserial, n int);
CREATE SEQUENCE tied OWNED BY t.n;
-- rows
INSERT INTO t (n) VALUES (7);
-- new
CREATE SEQUENCE plain AS int INCREMENT 2 MINVALUE -10 START 5;
CREATE TABLE t (id int DEFAULT nextval('plain') PRIMARY KEY, small smallserial, n serial);
CREATE SEQUENCE tied;
COMMENT ON SEQUENCE tied IS 'free';
-- asks
SELECT id, small, n FROM t
