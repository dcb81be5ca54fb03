"""Objects by where they live tell the same as all objects in a row."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from migrate.schema.diff import PlainRules, diff
from migrate.schema.identity import by_identity, by_statement
from migrate.schema.model import Constraint, Enum, Routine, Schema, Trigger
from migrate.schema.stored import packed, unpacked
from tests.unit.schema.builders import a_schema, a_table, a_view, an_index, column, schemas, table


@given(schemas())
def test_a_schema_at_home_is_the_same(schema: Schema) -> None:
    """Its objects come in the same order, and are found under the same names."""
    home = schema.at_home()

    assert home == schema
    assert tuple(home.objects) == schema.objects
    assert list(home.by_ident().items()) == list(schema.by_ident().items())
    assert len(home.by_ident()) == len(schema.by_ident())
    assert [home.on(each.ident) for each in home.tables()] == [
        schema.on(each.ident) for each in schema.tables()
    ]


@given(schemas(), schemas())
def test_a_comparison_of_homes_finds_the_same(old: Schema, new: Schema) -> None:
    """What two schemas share is left out, and nothing else."""
    moved = old.at_home().moved(
        {key: [] for key in old.homes().places()}
        | {key: list(home.objects) for key, home in new.homes().items()}
    )

    assert moved == new
    assert diff(old.at_home(), moved, PlainRules()) == diff(old, new, PlainRules())


def test_homes_that_nothing_changes_are_shared() -> None:
    """One that is given the same objects stays the same one; what takes no part in comparison counts."""
    before = a_schema(
        a_table("t", "a int"), an_index("i", "t", "a"), a_table("u", "b int"), a_view("v")
    ).at_home()
    t, u = ("", "t"), ("", "u")
    there = {key: list(home.objects) for key, home in before.homes().items()}

    assert not before.moved(there).homes().unlike(before.homes())
    renumbered = [replace(each, oid="7") for each in there[u]]
    assert before.moved({u: renumbered}).homes().unlike(before.homes()) == {u}
    assert before.moved({t: []}).homes().unlike(before.homes()) == {t}
    assert [each.name for each in before.moved({t: []}).objects] == ["u", "v"]


def test_renames_are_found_among_what_is_not_shared() -> None:
    """By the server's numbers, or by what the statement says."""
    old = a_schema(a_table("t", "a int", oid="1"), a_table("u", "a int", oid="2"), origin="here").at_home()
    new = old.moved({("", "t"): [], ("", "s"): [a_table("s", "a int", oid="1")]})

    assert by_identity(old, new) == {table("t"): table("s")}
    assert by_statement("alter table t rename to s", old, new) == {table("t"): table("s")}
    told = old.moved({("", "t"): [a_table("t", "b int", oid="1")]})
    assert by_statement("alter table T rename column a to b", old, told) == {
        column("t", "a"): column("t", "b")
    }


def test_what_is_known_of_a_home_needs_no_reading() -> None:
    """Tables, references and names of a stored schema are told, while its objects are still text."""
    key = Constraint(name="k", table="t", variant="foreign", ref_table="u")
    child = replace(a_table("t", "a int", oid="1.2"), options=(("inherits", "u"),))
    schema = a_schema(
        child, key, a_table("u", "b int"), Trigger(name="f", table="v"), a_view("v"), Enum(name="e")
    )

    homes = unpacked(packed(schema)).homes()

    assert homes.tables() == (table("t"), table("u"))
    assert list(homes.references()) == [(table("t"), ("", "u"))]
    assert homes.names("") == {"t", "k", "u", "v", "f", "e"}
    assert [(about.oid, about.above) for about in homes.about() if about.table == table("t")] == [
        ("1.2", ("u",))
    ]
    assert [each.name for each in homes.alone(Enum, Routine)] == ["e"]


def test_only_what_is_asked_for_is_read() -> None:
    """A name leads to its own home; the others stay text."""
    schema = unpacked(packed(a_schema(a_table("t", "a int"), a_table("u", "b int"))))

    assert schema.by_ident()[column("t", "a")].name == "a"
    assert schema.table(table("nobody")) is None

    assert [home._read is None for _, home in sorted(schema.homes().items())] == [True, False]
