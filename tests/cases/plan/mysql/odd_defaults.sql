-- Zero dates and times, with and without fractions, as defaults.
-- old
CREATE TABLE t (a int);
-- new
CREATE TABLE t (a int);
CREATE TABLE u (d date NOT NULL DEFAULT '0000-00-00', t timestamp NOT NULL DEFAULT '0000-00-00 00:00:00', m datetime(6) DEFAULT '2000-01-01 00:00:00.000001', c time(2) DEFAULT '10:00:00.50', n datetime DEFAULT now() ON UPDATE now(), x blob DEFAULT x'00ff', e varchar(5) DEFAULT '', q text DEFAULT '''', s varchar(30) DEFAULT (concat('a', ')', '`')), i inet6 DEFAULT '::1');
