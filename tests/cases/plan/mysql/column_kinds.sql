-- Every kind of column is read and made again: types, character sets, defaults, generated, hidden, compressed.
-- old
CREATE TABLE plain (id int);
-- new
CREATE TABLE plain (id int);
CREATE SEQUENCE numbers;
CREATE TABLE kinds (
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  latin varchar(20) CHARACTER SET latin1 DEFAULT 'it''s\n a \\ "thing" (',
  exact_text varchar(20) COLLATE utf8mb4_bin NOT NULL DEFAULT '',
  moment timestamp(3) NOT NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3),
  computed int DEFAULT (1 + 2),
  random_id char(36) DEFAULT (uuid()),
  kept int GENERATED ALWAYS AS (computed + 1) STORED COMMENT 'gen, it''s',
  shown varchar(30) AS (concat(latin, ',', ')')) VIRTUAL,
  document json,
  choice enum('a','b''c','d,e','f)') DEFAULT 'a',
  choices set('x','y') DEFAULT 'x,y',
  checked int CHECK (checked > 3),
  hidden int INVISIBLE DEFAULT 4,
  squeezed text COMPRESSED,
  numbered int DEFAULT nextval(numbers),
  bits bit(3) DEFAULT b'101',
  place point NOT NULL,
  padded decimal(10,2) unsigned zerofill,
  identity_ uuid DEFAULT uuid(),
  bytes varbinary(10) DEFAULT 'ab',
  empty_ timestamp NULL,
  small_ float(7,4), big double, address inet6, year_ year DEFAULT 2000, day_ date DEFAULT '2000-01-01',
  word char(3) CHARACTER SET ascii DEFAULT NULL, `odd ``name` int, `select` int, `пример` int,
  negative int DEFAULT -5, truth boolean DEFAULT true, fraction decimal(4,2) DEFAULT 1.50,
  PRIMARY KEY (id)
);
