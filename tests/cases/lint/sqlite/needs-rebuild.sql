-- base
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, age INTEGER);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);
-- bad
ALTER TABLE users ADD COLUMN code TEXT UNIQUE;
-- finds
1:1 error: users has to be built anew for this: Cannot add a UNIQUE column
    -- first in the file:
    PRAGMA foreign_keys = OFF;
    CREATE TABLE users_new (…);
    INSERT INTO users_new (…) SELECT … FROM users;
    DROP TABLE users;
    ALTER TABLE users_new RENAME TO users;
    PRAGMA foreign_key_check;
-- bad
ALTER TABLE users ADD COLUMN twice INTEGER AS (age * 2) STORED;
-- finds
1:1 error: users has to be built anew for this: cannot add a STORED column
    -- first in the file:
    PRAGMA foreign_keys = OFF;
    CREATE TABLE users_new (…);
    INSERT INTO users_new (…) SELECT … FROM users;
    DROP TABLE users;
    ALTER TABLE users_new RENAME TO users;
    PRAGMA foreign_key_check;
-- bad
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
-- finds
1:1 error: users has to be built anew for this: near "ALTER": syntax error
    -- first in the file:
    PRAGMA foreign_keys = OFF;
    CREATE TABLE users_new (…);
    INSERT INTO users_new (…) SELECT … FROM users;
    DROP TABLE users;
    ALTER TABLE users_new RENAME TO users;
    PRAGMA foreign_key_check;
-- bad
ALTER TABLE users ADD CONSTRAINT grown CHECK (age > 17);
-- finds
1:1 error: users has to be built anew for this: near "CONSTRAINT": syntax error
    -- first in the file:
    PRAGMA foreign_keys = OFF;
    CREATE TABLE users_new (…);
    INSERT INTO users_new (…) SELECT … FROM users;
    DROP TABLE users;
    ALTER TABLE users_new RENAME TO users;
    PRAGMA foreign_key_check;
-- ok
ALTER TABLE users ADD COLUMN code TEXT;
