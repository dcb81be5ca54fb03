-- base
CREATE TABLE users (id int PRIMARY KEY, age int, name varchar(20), born varchar(20), day date);
-- bad postgres
ALTER TABLE users ALTER COLUMN age TYPE text;
ALTER TABLE users ALTER COLUMN born TYPE date USING born::date, ALTER COLUMN name TYPE text[] USING array[name];
-- finds
1:1 warning: users.age goes from integer to text: code that sends or expects numbers breaks
2:1 warning: users.name goes from character varying(20) to text[]: code that sends or expects text breaks
2:1 warning: users.born goes from character varying(20) to date: code that sends or expects text breaks
-- bad mariadb
ALTER TABLE users MODIFY age varchar(20);
-- finds
1:1 warning: users.age goes from int(11) to varchar(20): code that sends or expects numbers breaks
-- bad postgres mariadb
ALTER TABLE users RENAME COLUMN age TO old_age;
ALTER TABLE users ADD COLUMN age text;
UPDATE users SET age = old_age WHERE id > 0;
-- finds
2:1 warning: users.age goes from integer to text: code that sends or expects numbers breaks
-- finds mariadb
2:1 warning: users.age goes from int(11) to text: code that sends or expects numbers breaks
-- bad postgres mariadb
CREATE TABLE users_new (id int PRIMARY KEY, age text);
INSERT INTO users_new SELECT id, age FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
-- finds
4:1 warning: users.age goes from integer to text: code that sends or expects numbers breaks
-- finds mariadb
4:1 warning: users.age goes from int(11) to text: code that sends or expects numbers breaks
-- ok postgres
ALTER TABLE users ALTER COLUMN age TYPE text;
ALTER TABLE users ALTER COLUMN age TYPE int USING age::int;
-- ok postgres
ALTER TABLE users ALTER COLUMN age TYPE bigint, ALTER COLUMN name TYPE text, ALTER COLUMN day TYPE timestamptz;
ALTER TABLE users ADD COLUMN note int;
ALTER TABLE users ALTER COLUMN note TYPE text;
-- ok mariadb
ALTER TABLE users MODIFY age bigint unsigned, MODIFY name text, MODIFY day datetime;
