-- base postgres
CREATE TABLE users (id int PRIMARY KEY, born text);
-- bad postgres
ALTER TABLE users ALTER COLUMN born TYPE date USING born::date;
-- finds
1:1 warning: fails on rows of ours, and may on others: invalid input syntax for type date: "1"
-- ok postgres
ALTER TABLE users ALTER COLUMN born TYPE varchar;
-- ok postgres
ALTER TABLE users ADD CONSTRAINT long CHECK (length(born) > 100) NOT VALID;
-- next file
ALTER TABLE users VALIDATE CONSTRAINT long;
