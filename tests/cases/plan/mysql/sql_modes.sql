-- A program is made again under the SQL mode in which it was written.
-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE t (a int);
SET sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT';
CREATE PROCEDURE loud() SELECT "t"."a" || '!' FROM "t";
CREATE TRIGGER "watch" BEFORE INSERT ON "t" FOR EACH ROW SET NEW."a" = 1;
SET sql_mode = '';
CREATE FUNCTION lax() RETURNS int RETURN 1;
