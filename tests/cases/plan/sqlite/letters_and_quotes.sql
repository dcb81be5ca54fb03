-- Letter case, quotes, blanks and comments are no change.
-- hazards:
-- old
CREATE TABLE Users (Id INTEGER PRIMARY KEY, "Email" TEXT, CHECK (Id > 0));
CREATE INDEX Users_Email ON Users (Email);
-- rows
INSERT INTO users VALUES (1, 'a');
-- new
create table [users] (
  id integer primary key, -- the key
  `email` text,
  check(id>0)
);
create index "users_email" on users(email);
-- asks
SELECT id, email FROM users
