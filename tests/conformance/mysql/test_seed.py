"""Rows of ours go into tables of every type that MariaDB has, and leave the session as it was."""

from __future__ import annotations

from collections.abc import Callable

from migrate.lint.seeding import Seeding
from migrate.sql.rules import MYSQL
from migrate.sql.scanner import scan
from tests.conformance.mysql.test_inspect import opened

EVERY_TYPE = """
CREATE TABLE every (
  id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
  a tinyint NOT NULL, b smallint unsigned NOT NULL, c mediumint NOT NULL, d bigint NOT NULL,
  e decimal(9,2) NOT NULL, f decimal(3,3) NOT NULL, g float NOT NULL, h double NOT NULL, i bit(3) NOT NULL,
  j char(1) NOT NULL, k varchar(9) NOT NULL, l text NOT NULL, m longtext NOT NULL, n binary(4) NOT NULL,
  o varbinary(9) NOT NULL, p mediumblob NOT NULL, q enum('x','y') NOT NULL, r set('x','y') NOT NULL,
  s date NOT NULL, t datetime(3) NOT NULL, u timestamp NOT NULL, v time NOT NULL, w year NOT NULL,
  x json NOT NULL, y uuid NOT NULL, z inet6 NOT NULL, za point NOT NULL, zb polygon NOT NULL,
  zc linestring NOT NULL, zd int AS (a + 1) STORED
);
CREATE TABLE conditions (
  id int PRIMARY KEY, age int NOT NULL CHECK (age > 17), kind varchar(20) NOT NULL,
  code varchar(40) NOT NULL CHECK (char_length(code) = 32), CONSTRAINT kinds CHECK (kind IN ('cat', 'dog'))
);
CREATE TABLE children (
  id int PRIMARY KEY, every_id int NOT NULL DEFAULT 9, FOREIGN KEY (every_id) REFERENCES every (id)
);
"""


def test_each_table_gets_rows(database: Callable[[str], str]) -> None:
    """Whatever its types and conditions are; a default that refers to no row is not used."""
    with opened(database("mariadb")) as session:
        for statement in scan(EVERY_TYPE, MYSQL):
            session.run(statement)
        schema = session.dialect.inspect(session)

        unseeded = Seeding(session).sow(schema, [table.ident for table in schema.tables()])

        assert unseeded == ()
        assert session.query("select count(*) from every") == [("3",)]
        broken = "select count(*) from children c left join every e on e.id = c.every_id where e.id is null"
        assert session.query(broken) == [("0",)]
        assert session.query("select @@foreign_key_checks") == [("1",)]


def test_they_are_taken_out_again(database: Callable[[str], str]) -> None:
    """Whatever refers to them, and with foreign keys checked as before."""
    with opened(database("mariadb")) as session:
        for statement in scan(EVERY_TYPE, MYSQL):
            session.run(statement)
        schema = session.dialect.inspect(session)
        rows = Seeding(session)
        rows.sow(schema, [table.ident for table in schema.tables()])
        session.query("set foreign_key_checks = 0")

        rows.clear(rows.tables)

        assert session.query("select count(*) from every") == [("0",)]
        assert session.query("select @@foreign_key_checks") == [("0",)]
