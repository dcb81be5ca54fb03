-- base
CREATE TABLE users (id int PRIMARY KEY, age int, name varchar(20), born varchar(20), day date);
-- bad postgres
ALTER TABLE users ALTER COLUMN age TYPE text;
ALTER TABLE users ALTER COLUMN born TYPE date USING born::date, ALTER COLUMN name TYPE text[] USING array[name];
-- finds
1:1 warning: users.age goes from integer to text: code that sends or expects numbers breaks
2:1 warning: users.born goes from character varying(20) to date: code that sends or expects text breaks
2:1 warning: users.name goes from character varying(20) to text[]: code that sends or expects text breaks
-- bad mariadb
ALTER TABLE users MODIFY age varchar(20);
-- finds
1:1 warning: users.age goes from int(11) to varchar(20): code that sends or expects numbers breaks
-- ok postgres
ALTER TABLE users ALTER COLUMN age TYPE bigint, ALTER COLUMN name TYPE text, ALTER COLUMN day TYPE timestamptz;
ALTER TABLE users ADD COLUMN note int;
ALTER TABLE users ALTER COLUMN note TYPE text;
-- ok mariadb
ALTER TABLE users MODIFY age bigint unsigned, MODIFY name text, MODIFY day datetime;
