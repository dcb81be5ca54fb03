"""Statements that are written into a file are read back as they are."""

from __future__ import annotations

import pytest

from migrate.errors import PlanError
from migrate.sql import rules
from migrate.sql.rules import ScanRules
from migrate.sql.scanner import scan
from migrate.sql.write import Written, write

TRIGGER = "CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  SELECT 1;\n  SELECT 2;\nEND"
BODY = "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$"
PROCEDURE = "CREATE PROCEDURE p()\nBEGIN\n  SELECT 1;\n  SELECT '$$';\nEND"


@pytest.mark.parametrize(
    ("dialect", "statements"),
    [
        (rules.SQLITE, ["CREATE TABLE a (b)", TRIGGER, "PRAGMA foreign_keys = ON"]),
        (rules.SQLITE, ["CREATE VIEW v AS SELECT 1 -- one", "CREATE TABLE [a;b] (c)"]),
        (rules.POSTGRES, [BODY, "COMMENT ON TABLE a IS 'x; -- y'", "SELECT 1 -- two"]),
        (rules.MYSQL, [PROCEDURE, "INSERT INTO a VALUES ('#;')", "SELECT 1 # three", "SELECT 2"]),
    ],
)
def test_what_is_written_is_what_is_read(dialect: ScanRules, statements: list[str]) -> None:
    """Bodies, comments at the end and semicolons in quotes cut nothing in another place."""
    text = write([Written(sql, ("loses-data: all of it",)) for sql in statements], dialect, head=("a title",))

    assert [each.text.rstrip() for each in scan(text, dialect)] == [sql.rstrip() for sql in statements]
    assert text.startswith("-- a title\n\n-- loses-data: all of it\n")


def test_a_delimiter_stands_only_where_the_plain_client_needs_one() -> None:
    """A semicolon in quotes is no end of a statement to anybody; one in a body is, to MySQL's client."""
    assert "DELIMITER" not in write([Written("INSERT INTO a VALUES (';')")], rules.MYSQL)
    assert "DELIMITER //\n" in write([Written(PROCEDURE)], rules.MYSQL)


def test_a_remark_of_several_lines_stays_a_comment() -> None:
    """No line of a remark becomes SQL."""
    assert write([Written("SELECT 1", ("a\nDROP TABLE b",))], rules.SQLITE) == (
        "-- a\n-- DROP TABLE b\nSELECT 1;\n"
    )


def test_nothing_is_written_that_would_be_read_in_another_way() -> None:
    """Two statements that pass for one are refused, with the text."""
    with pytest.raises(PlanError, match="read in another way") as told:
        write([Written("SELECT 1; SELECT 2")], rules.SQLITE)

    assert "SELECT 1; SELECT 2" in (told.value.excerpt or "")


def test_no_statements_are_an_empty_text() -> None:
    """The schema of an empty database is built by nothing."""
    assert write([], rules.POSTGRES) == ""
