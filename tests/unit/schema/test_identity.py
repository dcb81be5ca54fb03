"""Which objects are the same under another name."""

from __future__ import annotations

import pytest

from migrate.schema.identity import by_identity, by_statement, composed, inverted
from migrate.schema.model import Column, Ident, Schema, Table


def table(name: str, *columns: str, oid: str = "") -> Table:
    """Build a table whose columns are numbered like its own number."""
    return Table(
        name=name,
        oid=oid,
        columns=tuple(
            Column(name=each, table=name, type="int", position=place, oid=f"{oid}.{place}" if oid else "")
            for place, each in enumerate(columns, 1)
        ),
    )


def schema(*tables: Table, origin: str = "") -> Schema:
    """Build a schema."""
    return Schema.of("mysql", tables, origin=origin)


def named(kind: str, name: str, on: str = "") -> Ident:
    """Build an identity."""
    return Ident(kind, "", name, on)


def test_equal_numbers_in_one_database_are_one_object() -> None:
    """A table and a column that keep their numbers were renamed; one with a new number was not."""
    old = schema(table("a", "i", "j", oid="1"), table("b", oid="2"), origin="here")
    new = schema(table("c", "i", "k", oid="1"), table("d", oid="3"), origin="here")

    assert by_identity(old, new) == {
        named("table", "a"): named("table", "c"),
        named("column", "j", "a"): named("column", "k", "c"),
    }


def test_numbers_of_two_databases_say_nothing() -> None:
    """The same number in another database is another object."""
    old = schema(table("a", oid="1"), origin="here")
    new = schema(table("b", oid="1"), origin="there")

    assert by_identity(old, new) == {}


@pytest.mark.parametrize(
    "text",
    [
        "ALTER TABLE a RENAME TO b",
        "alter table `a` rename b",
        "RENAME TABLE a TO b",
        "RENAME TABLE shop.a TO shop.b",
        'ALTER TABLE "a" RENAME TO "b"',
    ],
)
def test_a_statement_that_renames_a_table_is_believed_if_it_did(text: str) -> None:
    """What it names was seen to go and to come."""
    renames = {named("table", "a"): named("table", "b")}

    assert by_statement(text, schema(table("a", "i")), schema(table("b", "i"))) == renames
    assert by_statement(text, schema(table("a", "i")), schema(table("a", "i"))) == {}


@pytest.mark.parametrize(
    "text",
    [
        "ALTER TABLE a CHANGE i j bigint NOT NULL",
        "ALTER TABLE a ADD k int, CHANGE COLUMN `i` `j` int AFTER k",
        "ALTER TABLE a RENAME COLUMN i TO j",
        "alter table a rename [i] to [j]",
    ],
)
def test_a_statement_that_renames_a_column_is_believed_if_it_did(text: str) -> None:
    """CHANGE and RENAME COLUMN are told from the name that went and the one that came."""
    renames = {named("column", "i", "a"): named("column", "j", "a")}

    assert by_statement(text, schema(table("a", "i")), schema(table("a", "j"))) == renames


def test_an_index_that_is_renamed_is_no_column() -> None:
    """The words of another clause rename no column that stayed."""
    before = after = schema(table("a", "i"))

    assert by_statement("ALTER TABLE a RENAME INDEX i TO j", before, after) == {}


def test_what_was_made_anew_is_not_renamed() -> None:
    """A table that was dropped beside one that was made is two tables."""
    assert by_statement("DROP TABLE a", schema(table("a")), schema(table("b"))) == {}


def test_renames_of_several_statements_are_one() -> None:
    """A table renamed twice, with a column renamed between, is followed through."""
    end = schema(table("c", "j"))
    first = {named("table", "a"): named("table", "b")}
    then = {named("column", "i", "b"): named("column", "j", "b")}
    last = {named("table", "b"): named("table", "c")}

    both = composed(first, then, schema(table("b", "j")))
    whole = composed(both, last, end)

    assert whole == {
        named("table", "a"): named("table", "c"),
        named("column", "i", "a"): named("column", "j", "c"),
    }
    assert inverted(whole)[named("table", "c")] == named("table", "a")


def test_a_rename_that_is_taken_back_is_none() -> None:
    """What has its old name again at the end was not renamed."""
    there = {named("table", "a"): named("table", "b")}
    back = {named("table", "b"): named("table", "a")}

    assert composed(there, back, schema(table("a"))) == {}
