"""The walk that compares two schemas."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import given

from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.diff import PlainRules, diff
from migrate.schema.model import Ident, Schema, SchemaObject, Sequence, View
from tests.unit.schema.builders import a_schema, a_table, a_view, an_index, column, schemas, table

RULES = PlainRules()
ORDERED = PlainRules(column_order=True)


@dataclass(frozen=True, slots=True)
class Folding(PlainRules):
    """Rules of a server to whom letter case is nothing."""

    def folded(self, name: str) -> str:
        """Return the name in lower case."""
        return name.lower()


def signs(changes: tuple[Change, ...]) -> list[str]:
    """Return the changes as short lines, to be compared."""
    return [f"{type(each).__name__} {each.ident}" for each in changes]


@given(schemas())
def test_a_schema_does_not_differ_from_itself(schema: Schema) -> None:
    """Nothing must change for a schema to become what it is."""
    assert diff(schema, schema, RULES) == ()
    assert diff(schema, schema, ORDERED) == ()


@given(schemas(), schemas())
def test_there_is_a_change_if_and_only_if_something_differs(old: Schema, new: Schema) -> None:
    """No difference is missed and none is invented, forth and back."""
    assert bool(diff(old, new, ORDERED)) == (old != new)
    assert bool(diff(new, old, ORDERED)) == (old != new)


@given(schemas(), schemas())
def test_what_is_added_was_not_there_and_what_is_dropped_is_gone(old: Schema, new: Schema) -> None:
    """Adds and drops agree with the two schemas."""
    for change in diff(old, new, RULES):
        if isinstance(change, Add):
            assert change.ident in new.by_ident()
            assert change.ident not in old.by_ident()
        if isinstance(change, Drop):
            assert change.ident in old.by_ident()
            assert change.ident not in new.by_ident()


def test_a_column_is_added_dropped_and_changed() -> None:
    """Columns have changes of their own, the table has none."""
    old = a_schema(a_table("t", "a int", "b int"))
    new = a_schema(a_table("t", "b text", "c int"))

    assert signs(diff(old, new, RULES)) == ["Drop column t.a", "Modify column t.b", "Add column t.c"]


def test_what_lives_on_a_dropped_table_goes_with_it() -> None:
    """The drop of a table is one change."""
    owned = Sequence(name="t_id_seq", owned_by=column("t", "id"))
    old = a_schema(a_table("t", "id int"), an_index("i", "t", "id"), owned)

    assert signs(diff(old, a_schema(), RULES)) == ["Drop table t"]


def test_an_order_of_columns_counts_only_where_it_can_be_changed() -> None:
    """The fewest columns move, and only by rules that say so."""
    old = a_schema(a_table("t", "a int", "b int", "c int"))
    new = a_schema(a_table("t", "c int", "a int", "b int"))

    assert diff(old, new, RULES) == ()
    assert signs(diff(old, new, ORDERED)) == ["Modify column t.c"]


def test_a_renamed_table_takes_along_what_lives_on_it() -> None:
    """Under the new name nothing else differs."""
    old = a_schema(a_table("t", "a int"), an_index("i", "t", "a"))
    new = a_schema(a_table("u", "a int"), an_index("i", "u", "a"))

    assert signs(diff(old, new, RULES, renames=[(table("t"), table("u"))])) == ["Rename table u"]


def test_a_rename_of_what_is_not_there_is_left_out() -> None:
    """A pair that names nothing changes nothing."""
    schema = a_schema(a_table("t", "a int"))

    assert diff(schema, schema, RULES, renames=[(table("x"), table("t")), (table("t"), table("x"))]) == ()


def test_an_index_is_renamed_together_with_its_table() -> None:
    """The pair of an index names it on its table of before."""
    old = a_schema(a_table("t", "a int"), an_index("i", "t", "a"))
    new = a_schema(a_table("u", "a int"), an_index("j", "u", "a"))
    pairs = [(table("t"), table("u")), (Ident("index", "", "i", "t"), Ident("index", "", "j", "u"))]

    assert signs(diff(old, new, RULES, renames=pairs)) == ["Rename index u.j", "Rename table u"]


def test_a_column_is_renamed_and_changed() -> None:
    """What else differs of a renamed column is a change behind the rename."""
    old, new = a_schema(a_table("t", "a int")), a_schema(a_table("u", "b text"))
    pairs = [(table("t"), table("u")), (column("t", "a"), column("u", "b"))]

    assert signs(diff(old, new, RULES, renames=pairs)) == [
        "Rename column u.b",
        "Modify column u.b",
        "Rename table u",
    ]


def test_a_name_can_go_to_another_table() -> None:
    """The table that had the name before is dropped, with what lives on it."""
    old = a_schema(a_table("t", "a int"), a_table("u", "b int"), an_index("i", "u", "b"))
    new = a_schema(a_table("u", "a int"))

    changes = diff(old, new, RULES, renames=[(table("t"), table("u"))])

    assert signs(changes) == ["Rename table u", "Drop table u"]
    assert changes[1] == Drop(a_table("u", "b int"))


def test_a_name_can_go_to_another_column() -> None:
    """The column that had the name before is dropped."""
    old, new = a_schema(a_table("t", "a int", "b text")), a_schema(a_table("t", "b int"))

    changes = diff(old, new, RULES, renames=[(column("t", "a"), column("t", "b"))])

    assert signs(changes) == ["Rename column t.b", "Drop column t.b"]


def test_two_tables_can_swap_their_names() -> None:
    """Both are renamed and nothing is dropped."""
    old = a_schema(a_table("t", "a int"), a_table("u", "b int"))
    new = a_schema(a_table("t", "b int"), a_table("u", "a int"))
    pairs = [(table("t"), table("u")), (table("u"), table("t"))]

    assert signs(diff(old, new, RULES, renames=pairs)) == ["Rename table t", "Rename table u"]


def test_a_renamed_view_is_compared_under_its_new_name() -> None:
    """Another definition is a change behind the rename."""
    old, new = a_schema(a_view("v")), a_schema(a_view("w", definition="select 2"))
    pair = (Ident("view", "", "v"), Ident("view", "", "w"))

    assert [type(each) for each in diff(old, new, RULES, renames=[pair])] == [Rename, Modify]


def test_letter_case_is_nothing_where_the_server_says_so() -> None:
    """A name in other letters is the same name, of a table and of a column."""
    old = a_schema(a_table("Users", "Email text"), an_index("I", "Users", "Email"))
    new = a_schema(a_table("users", "email text"), an_index("i", "users", "Email"))

    assert diff(old, new, Folding()) == ()
    assert len(diff(old, new, RULES)) == 3


def test_owners_and_privileges_count_on_demand() -> None:
    """A difference in who owns or may use an object is told only when asked for."""
    old: SchemaObject = View(name="v", owner="ann", privileges=("ann=r",))
    new = replace(old, owner="bob", privileges=())

    assert diff(a_schema(old), a_schema(new), RULES) == ()
    assert len(diff(a_schema(old), a_schema(new), RULES, owners=True)) == 1
    assert len(diff(a_schema(old), a_schema(new), RULES, privileges=True)) == 1
