"""The parser of CREATE TABLE."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import assume, given

from migrate.dialects.sqlite.parse import parse_table, split_index
from migrate.dialects.sqlite.tokens import normal, tokens
from migrate.errors import PlanError
from tests.conformance.sqlite import drawn


def test_all_that_a_column_can_say() -> None:
    """Every clause is told apart, with its name and the author's words."""
    (column,) = parse_table(
        "CREATE TABLE t (a VARCHAR(10, 2) CONSTRAINT n NOT NULL ON CONFLICT FAIL DEFAULT -1 COLLATE NOCASE"
        " CONSTRAINT u UNIQUE CHECK (a IN (1, 'x)')) REFERENCES p (b) ON DELETE SET NULL ON UPDATE CASCADE"
        " NOT DEFERRABLE INITIALLY IMMEDIATE NULL)"
    ).columns

    assert (column.name, column.type) == ("a", "varchar(10, 2)")
    assert [(each.variant, each.name, each.text) for each in column.clauses] == [
        ("not null", "n", "CONSTRAINT n NOT NULL ON CONFLICT FAIL"),
        ("default", "", "DEFAULT -1"),
        ("collate", "", "COLLATE NOCASE"),
        ("unique", "u", "CONSTRAINT u UNIQUE"),
        ("check", "", "CHECK (a IN (1, 'x)'))"),
        (
            "foreign",
            "",
            "REFERENCES p (b) ON DELETE SET NULL ON UPDATE CASCADE NOT DEFERRABLE INITIALLY IMMEDIATE",
        ),
        ("null", "", "NULL"),
    ]
    key = column.clauses[5]
    assert (key.columns, key.ref_table, key.ref_columns) == (("a",), "p", ("b",))
    assert (key.on_delete, key.on_update) == ("set null", "cascade")


@pytest.mark.parametrize(
    ("text", "type_", "expression", "stored"),
    [
        ("a INT GENERATED ALWAYS AS (b + (1)) STORED", "int", "b + (1)", True),
        ("a AS (b)", "", "b", False),
        ("a INT NOT NULL GENERATED ALWAYS AS (b) VIRTUAL", "int", "b", False),
    ],
)
def test_a_generated_column(text: str, type_: str, expression: str, stored: bool) -> None:
    """Its words are none of the type's, wherever they stand."""
    column = parse_table(f"CREATE TABLE t ({text}, b)").columns[0]
    clause = column.clause("generated")

    assert clause is not None
    assert (column.type, normal(clause.inside), clause.has("stored")) == (type_, expression, stored)


@pytest.mark.parametrize(
    "default", ["'it''s'", "(1 + (2))", "-5", "+1.5", "NULL", "CURRENT_TIME", "x'ab'", '"dq"']
)
def test_a_default_ends_where_it_ends(default: str) -> None:
    """What stands behind it is another clause."""
    (column,) = parse_table(f"CREATE TABLE t (a DEFAULT {default} NOT NULL)").columns

    assert [each.text for each in column.clauses] == [f"DEFAULT {default}", "NOT NULL"]


def test_constraints_of_the_table_need_no_commas() -> None:
    """Each begins with its own word; what is in parentheses begins none."""
    table = parse_table(
        'CREATE TABLE t (a, "check" INT, CONSTRAINT k PRIMARY KEY (a DESC, "check")'
        " UNIQUE (a) ON CONFLICT IGNORE, FOREIGN KEY (a, [check]) REFERENCES t ON DELETE NO ACTION"
        " CHECK (a > (1))) WITHOUT ROWID, STRICT"
    )

    assert [each.name for each in table.columns] == ["a", "check"]
    assert [(each.variant, each.name, each.columns) for each in table.clauses] == [
        ("primary", "k", ("a", "check")),
        ("unique", "", ("a",)),
        ("foreign", "", ("a", "check")),
        ("check", "", ()),
    ]
    assert table.clauses[2].on_delete == "no action"
    assert table.options == ("without rowid", "strict")


def test_a_name_with_nothing_behind_is_no_constraint() -> None:
    """SQLite takes it, of a column and of the table, and so does the parser."""
    table = parse_table("CREATE TABLE t (a INT CONSTRAINT x, b, CONSTRAINT y)")

    assert [each.name for each in table.columns] == ["a", "b"]
    assert [each.clauses for each in table.columns] == [(), ()]
    assert table.clauses == ()


def test_comments_are_no_part_of_it() -> None:
    """What stands in a comment is neither a column nor a parenthesis."""
    table = parse_table("CREATE TABLE t ( -- (a, b\n a INT /* , x INT) */, b TEXT -- CHECK (\n)")

    assert [each.text for each in table.columns] == ["a INT", "b TEXT"]


def test_what_is_not_a_table_is_told() -> None:
    """A text without its parentheses is refused, not guessed at."""
    with pytest.raises(PlanError, match="not the text of a table"):
        parse_table("CREATE TABLE t")
    with pytest.raises(PlanError, match="never closed"):
        parse_table("CREATE TABLE t (a INT")


def test_an_index_is_split_into_its_parts() -> None:
    """Order, collation, expressions and the condition are kept."""
    definition, parts, where = split_index(
        'CREATE INDEX i ON t (a DESC, lower("B") COLLATE NOCASE) WHERE a > 1'
    )

    assert parts == ("a desc", "lower(b) collate nocase")
    assert where == "a > 1"
    assert definition == "(a desc, lower(b) collate nocase) where a > 1"


@given(drawn.table("t"))
def test_it_reads_what_sqlite_reads(made: list[str]) -> None:
    """Names, types, NOT NULL and generated columns of a random table are as SQLite's pragma tells them."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute(made[0])
        except sqlite3.Error:
            assume(False)
        (text,) = connection.execute("select sql from sqlite_master where name = 't'").fetchone()
        told = connection.execute("pragma table_xinfo(t)").fetchall()

    parsed = parse_table(text)

    assert [each.name for each in parsed.columns] == [row[1] for row in told]
    for column, (_, _, type_, not_null, _, _, hidden) in zip(parsed.columns, told, strict=True):
        assert column.type == normal(type_)
        # A key of a table without rowids is NOT NULL without saying so.
        assert not_null or column.clause("not null") is None
        assert (column.clause("generated") is not None) == (hidden in (2, 3))


def test_a_column_knows_where_it_ends() -> None:
    """The end is a place in the text of the table."""
    text = "CREATE TABLE t (a INT /* x */ , b TEXT)"
    first, second = parse_table(text).columns

    assert text[: first.end].endswith("a INT")
    assert text[second.end :] == ")"
    assert len(tokens(text)) == 10
