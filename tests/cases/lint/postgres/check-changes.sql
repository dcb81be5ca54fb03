-- base
CREATE FUNCTION open() RETURNS boolean STABLE LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION fine(int) RETURNS boolean IMMUTABLE LANGUAGE sql AS 'SELECT $1 > 0';
CREATE TABLE orders (id int PRIMARY KEY, at timestamptz, due date, note text);
-- bad
ALTER TABLE orders ADD CONSTRAINT orders_due CHECK (due > current_date) NOT VALID;
-- finds
1:1 warning: orders_due of orders may be true of a row today and false tomorrow: CHECK ((due > CURRENT_DATE)) NOT VALID
-- bad
CREATE TABLE lines (id int PRIMARY KEY CONSTRAINT lines_open CHECK (open()), at timestamptz CONSTRAINT lines_at CHECK (at <= now()));
-- finds
1:1 warning: lines_at of lines may be true of a row today and false tomorrow: CHECK ((at <= now()))
1:1 warning: lines_open of lines may be true of a row today and false tomorrow: CHECK (public.open())
-- ok
ALTER TABLE orders ADD CONSTRAINT orders_id CHECK (fine(id) AND note <> 'now()' AND due >= at::date) NOT VALID;
