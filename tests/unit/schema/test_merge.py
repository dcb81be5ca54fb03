"""One schema with some objects of another."""

from __future__ import annotations

from migrate.schema.changes import Add, Drop
from migrate.schema.merge import concerned, merged, renamed
from migrate.schema.model import Column, Ident, Index, Schema, SchemaObject, Table


def table(name: str, *columns: str) -> Table:
    """Build a table."""
    return Table(
        name=name,
        columns=tuple(Column(name=each, table=name, position=at) for at, each in enumerate(columns, 1)),
    )


def schema(*objects: SchemaObject) -> Schema:
    """Build a schema."""
    return Schema.of("sqlite", objects)


def test_what_is_taken_is_as_it_is_elsewhere() -> None:
    """An added index, an added column and a missing table are taken over; the rest stays."""
    base = schema(table("a", "i"), table("b", "i"))
    index = Index(name="x", table="a", definition="(i)")
    other = schema(table("a", "i", "j", "k"), index)
    taken = {index.ident, Ident("column", "", "j", "a"), Ident("table", "", "b")}

    assert merged(base, other, taken) == schema(table("a", "i", "j"), index)


def test_nothing_taken_is_the_schema_itself() -> None:
    """Without names nothing of the other schema shows."""
    base = schema(table("a", "i"))

    assert merged(base, schema(table("b")), frozenset()) == base


def test_what_lives_on_a_table_that_goes_goes_with_it() -> None:
    """An index that somebody made on a table which is to be dropped cannot stay."""
    index = Index(name="x", table="a", definition="(i)")

    assert merged(schema(), schema(table("a", "i"), index), {index.ident}) == schema()


def test_changes_concern_all_names_before_and_after() -> None:
    """A table concerns its columns."""
    idents = concerned([Add(table("a", "i")), Drop(table("b"))])

    assert idents == {Ident("table", "", "a"), Ident("column", "", "i", "a"), Ident("table", "", "b")}


def test_a_renamed_table_takes_along_what_lives_on_it() -> None:
    """Columns and indexes name the table they live on."""
    before = schema(table("a", "i"), Index(name="x", table="a"))
    renames = {
        Ident("table", "", "a"): Ident("table", "", "b"),
        Ident("column", "", "i", "a"): Ident("column", "", "j", "b"),
    }

    assert renamed(before, renames) == schema(table("b", "j"), Index(name="x", table="b"))
