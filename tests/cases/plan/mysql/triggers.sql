-- Triggers are made again in the order they ran, whatever stands in their bodies.
-- old
CREATE TABLE t (a int, b int, note text);
CREATE TRIGGER one BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1;
CREATE TRIGGER three BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 3;
CREATE TRIGGER other AFTER DELETE ON t FOR EACH ROW BEGIN END;
-- new
DELIMITER $$
CREATE TABLE t (a int, b int, note text)$$
CREATE TRIGGER three BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 3$$
CREATE  trigger `two`
  before insert on `t` /* for each row */ for  each row
begin
  declare x int default 0;
  set NEW.b = 2; -- a comment; with a semicolon
  if NEW.note = 'for each row; it''s' then set NEW.note = "end"; end if;
end$$
CREATE TRIGGER one BEFORE INSERT ON t FOR EACH ROW PRECEDES two SET NEW.a = 11$$
CREATE TRIGGER other AFTER UPDATE ON t FOR EACH ROW BEGIN END$$
DELIMITER ;
