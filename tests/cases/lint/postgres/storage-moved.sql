-- base
CREATE TABLE users (id int PRIMARY KEY, email text);
-- bad
DO 'BEGIN EXECUTE ''CREATE ACCESS METHOD pile TYPE TABLE HANDLER heap_tableam_handler''; END';
ALTER TABLE users SET ACCESS METHOD pile;
-- finds
2:1 warning: users gets another access method: all of it is copied under ACCESS EXCLUSIVE, reads and writes wait
-- ok
ALTER TABLE users SET (fillfactor = 80);
