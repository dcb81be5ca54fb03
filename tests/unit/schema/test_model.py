"""The nouns of a schema."""

from __future__ import annotations

from migrate.schema.model import Ident, Other, Schema, Table
from tests.unit.schema.builders import a_schema, a_table, a_view, an_index, column, table


def test_a_schema_is_sorted_however_its_objects_come() -> None:
    """Two schemas of the same objects are equal."""
    one, two = a_table("a", "x int"), a_view("v")

    assert a_schema(one, two) == a_schema(two, one)
    assert a_schema(one, two, origin="here") == a_schema(one, two, origin="there")


def test_an_ident_reads_as_a_path() -> None:
    """Schema, table and name are parted by dots; what is not there leaves no dot."""
    assert str(Ident("column", "app", "email", "users")) == "column app.users.email"
    assert str(table("users")) == "table users"
    assert column("users", "email").parent == table("users")
    assert table("users").parent is None


def test_columns_are_found_by_what_they_are_called() -> None:
    """The walk yields a table's columns behind it."""
    schema = a_schema(a_table("t", "a int", "b int"), an_index("i", "t", "a"), a_table("u", "c int"))

    assert [str(each.ident) for each in schema.walk()] == [
        "index t.i",
        "table t",
        "column t.a",
        "column t.b",
        "table u",
        "column u.c",
    ]
    assert column("t", "b") in schema.by_ident()
    assert [each.name for each in schema.on(table("t"))] == ["i"]
    assert [each.name for each in schema.tables()] == ["t", "u"]


def test_options_are_asked_by_name() -> None:
    """An option that is not set is None."""
    made = Table(name="t", options=(("strict", "yes"),))

    assert made.option("strict") == "yes"
    assert made.option("engine") is None
    assert made.column("x") is None


def test_an_other_object_is_called_by_its_variant() -> None:
    """Its ident's kind is what it is."""
    assert Other(name="e", variant="event").ident == Ident("event", "", "e")
    assert Schema("sqlite").objects == ()
