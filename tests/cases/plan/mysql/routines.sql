-- Procedures and functions of the same name, with every characteristic, are made whole.
-- old
CREATE FUNCTION f(x int) RETURNS int DETERMINISTIC RETURN x + 1;
CREATE PROCEDURE gone() SELECT 1;
-- new
DELIMITER //
CREATE FUNCTION f(x  int, y varchar(10) CHARSET latin1) RETURNS varchar(20) CHARSET utf8mb4 NO SQL SQL SECURITY INVOKER COMMENT 'it''s; "new"'
begin
  return concat(x, y); # a comment
end//
CREATE PROCEDURE f(IN a int, OUT b decimal(10,2), INOUT c json) MODIFIES SQL DATA
main: begin
  declare exit handler for sqlexception begin rollback; end;
  loop leave main; end loop;
end//
CREATE AGGREGATE FUNCTION agg(x int) RETURNS int
begin
  declare n int default 0;
  declare continue handler for not found return n;
  loop fetch group next row; set n = n + x; end loop;
end//
DELIMITER ;
