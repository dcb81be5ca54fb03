CREATE TABLE t (a);
CREATE /* x; */ TEMP TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;
create temporary trigger if not exists h before delete on t begin select 1; end;
SELECT 2;
