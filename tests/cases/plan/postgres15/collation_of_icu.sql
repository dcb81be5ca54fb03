-- A collation of ICU comes and goes.
-- old
CREATE TABLE t (a text);
-- new
CREATE COLLATION german (PROVIDER = icu, LOCALE = 'de-u-co-phonebk', DETERMINISTIC = false);
CREATE TABLE t (a text COLLATE german);
