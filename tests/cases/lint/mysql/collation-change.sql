-- base
CREATE TABLE users (name varchar(80) PRIMARY KEY, email varchar(80), nick varchar(80), KEY (nick)) CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci;
-- bad
ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
-- finds
1:1 warning: users gets another collation: every row of users is copied (ALGORITHM=COPY, LOCK=SHARED; Cannot change column type), writes wait until it is done
    -- gh-ost or pt-online-schema-change can copy users while others write
-- bad
ALTER TABLE users MODIFY name varchar(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
-- finds
1:1 warning: users.name gets another collation: every row of users is copied (ALGORITHM=COPY, LOCK=SHARED; Cannot change column type), writes wait until it is done
    -- gh-ost or pt-online-schema-change can copy users while others write
-- ok
ALTER TABLE users DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
ALTER TABLE users MODIFY nick varchar(80) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
ALTER TABLE users CONVERT TO CHARACTER SET utf8mb3;
