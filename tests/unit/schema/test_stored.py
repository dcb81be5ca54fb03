"""The stored form of a schema and its fingerprint."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from migrate.errors import PlanError
from migrate.schema.diff import PlainRules, diff
from migrate.schema.model import Composite, Schema, Sequence, View
from migrate.schema.stored import fingerprint, from_data, packed, to_data, unpacked
from tests.unit.schema.builders import a_schema, a_table, column, schemas


@given(schemas())
def test_a_schema_survives_being_stored(schema: Schema) -> None:
    """What takes no part in comparison comes back as well."""
    for back in (from_data(json.loads(json.dumps(to_data(schema)))), unpacked(packed(schema))):
        assert back == schema
        assert (back.origin, back.settings) == (schema.origin, schema.settings)
        assert [each.depends for each in back.walk()] == [each.depends for each in schema.walk()]


def test_every_kind_of_value_survives() -> None:
    """Nested tuples, idents, numbers, flags and texts keep their types."""
    schema = a_schema(
        replace(a_table("t", "id int", oid="1.2"), text="CREATE TABLE t (id int)", comment="c"),
        Sequence(name="s", start=-5, cycle=True, owned_by=column("t", "id")),
        Composite(name="c", fields=(("x", "int", ""), ("y", "text", "C"))),
    )

    back = unpacked(packed(schema))

    assert [repr(each) for each in back.objects] == [repr(each) for each in schema.objects]
    assert [each.text for each in back.objects] == [each.text for each in schema.objects]


@given(schemas(), schemas())
def test_fingerprints_are_equal_where_nothing_differs(old: Schema, new: Schema) -> None:
    """The fingerprint tells what the walk tells."""
    same = not diff(old, new, PlainRules(column_order=True))

    assert (fingerprint(old) == fingerprint(new)) == same


def test_a_fingerprint_leaves_out_what_is_not_compared() -> None:
    """Owners, privileges, identities, the author's text and the database itself are no difference."""
    one = a_schema(View(name="v"), origin="here")
    two = a_schema(
        View(name="v", owner="ann", privileges=("r",), oid="7", text="create view v"), origin="there"
    )

    assert fingerprint(one) == fingerprint(two)


def test_the_numbers_of_columns_are_not_their_order() -> None:
    """A server that leaves a gap where a column was dropped gives the same schema."""
    table = a_table("t", "a int", "b int")
    gap = replace(table, columns=(table.columns[0], replace(table.columns[1], position=3)))

    assert fingerprint(a_schema(table)) == fingerprint(a_schema(gap))


def test_another_format_is_refused() -> None:
    """What another version stored is told apart, not guessed at."""
    data = packed(a_schema()).replace(b'"format":1', b'"format":0')

    with pytest.raises(PlanError, match="another format"):
        unpacked(data)
    with pytest.raises(PlanError, match="another format"):
        from_data(to_data(a_schema()) | {"format": 0})
