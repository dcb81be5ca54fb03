"""The order of changes."""

from __future__ import annotations

from hypothesis import given

from migrate.schema.changes import Add, Change, Drop, Rename
from migrate.schema.diff import PlainRules, diff
from migrate.schema.model import Ident, Schema, SchemaObject, Table, View
from migrate.schema.order import ordered, with_dependents
from tests.unit.schema.builders import a_schema, a_table, a_view, an_index, column, schemas, table
from tests.unit.schema.test_diff import signs

RULES = PlainRules()
VIEW = Ident("view", "", "v")


def always(change: Change, dependent: SchemaObject) -> bool:
    """Say that every dependent is in the way."""
    return True


@given(schemas(), schemas())
def test_the_order_is_a_permutation_that_respects_dependencies(old: Schema, new: Schema) -> None:
    """Every change is there once; what is made stands before its users, what is dropped behind them."""
    changes = diff(old, new, RULES)

    result = ordered(changes, old, new)

    assert sorted(map(repr, result)) == sorted(map(repr, changes))
    added = {
        ident: place
        for place, each in enumerate(result)
        if isinstance(each, Add)
        for ident in names(each.object)
    }
    gone = {
        ident: place
        for place, each in enumerate(result)
        if isinstance(each, Drop)
        for ident in names(each.object)
    }
    for place, each in enumerate(result):
        if isinstance(each, Add):
            needed = [added[ident] for ident in needs(each.object) if ident in added]
            assert all(before <= place for before in needed)
        if isinstance(each, Drop):
            used = [gone[ident] for ident in needs(each.object) if ident in gone]
            assert all(place <= after for after in used)


def names(each: SchemaObject) -> list[Ident]:
    """Return what is made or gone with an object."""
    return [each.ident, *(each_.ident for each_ in each.columns)] if isinstance(each, Table) else [each.ident]


def needs(each: SchemaObject) -> set[Ident]:
    """Return what an object needs."""
    return set(each.depends) | ({each.ident.parent} if each.ident.parent else set())


def test_a_cycle_is_broken() -> None:
    """Two views that need each other still come out, both."""
    one, two = a_view("v", Ident("view", "", "w")), a_view("w", VIEW)
    schema = a_schema(one, two)

    assert len(ordered([Add(one), Add(two)], a_schema(), schema)) == 2


def test_a_dependent_in_the_way_is_dropped_and_made_again() -> None:
    """A view on a changed column steps aside, and so does the view on it."""
    view, upper = a_view("v", column("t", "a")), a_view("w", VIEW)
    old = a_schema(a_table("t", "a int"), view, upper)
    new = a_schema(a_table("t", "a text"), view, upper)

    result = ordered(with_dependents(diff(old, new, RULES), old, new, always), old, new)

    assert signs(result) == [
        "Drop view w",
        "Drop view v",
        "Modify column t.a",
        "Add view v",
        "Add view w",
    ]


def test_a_dependent_that_is_not_in_the_way_stays() -> None:
    """Nothing is added where the dialect says no."""
    view = a_view("v", column("t", "a"))
    old, new = a_schema(a_table("t", "a int"), view), a_schema(a_table("t", "a text"), view)
    changes = diff(old, new, RULES)

    assert with_dependents(changes, old, new, lambda change, dependent: False) == changes


def test_a_changed_dependent_is_made_in_its_new_form() -> None:
    """The change of a view that is in the way becomes its drop and its new definition."""
    old = a_schema(a_table("t", "a int"), a_view("v", column("t", "a")))
    new = a_schema(a_table("t", "a text"), a_view("v", column("t", "a"), definition="select 2"))

    result = ordered(with_dependents(diff(old, new, RULES), old, new, always), old, new)

    assert signs(result) == ["Drop view v", "Modify column t.a", "Add view v"]
    last = result[-1]
    assert isinstance(last, Add)
    assert isinstance(last.object, View)
    assert last.object.definition == "select 2"


def test_a_rename_and_a_change_of_one_object_both_stay() -> None:
    """Dependents are looked for under the old name, and nothing is lost."""
    view = a_view("v", column("t", "a"))
    old = a_schema(a_table("t", "a int"), view)
    new = a_schema(a_table("u", "b text"), a_view("v", column("u", "b")))
    pairs = [(table("t"), table("u")), (column("t", "a"), column("u", "b"))]

    changes = with_dependents(diff(old, new, RULES, renames=pairs), old, new, always)

    assert signs(ordered(changes, old, new)) == [
        "Rename table u",
        "Rename column u.b",
        "Drop view v",
        "Modify column u.b",
        "Add view v",
    ]


def test_what_lives_on_a_renamed_table_is_changed_after_the_rename() -> None:
    """An index is dropped under its table's new name."""
    old = a_schema(a_table("t", "a int"), an_index("i", "t", "a"))
    new = a_schema(a_table("u", "a int"))
    changes = diff(old, new, RULES, renames=[(table("t"), table("u"))])

    assert signs(ordered(changes, old, new)) == ["Rename table u", "Drop index u.i"]


def test_a_table_is_renamed_before_all_that_lives_on_it() -> None:
    """However many of its indexes have other names as well, and whichever home they had before."""
    old, new = (
        a_schema(a_table(home, "a int"), *(an_index(name, home, "a") for name in names))
        for home, names in (("t", "ijk"), ("u", "xyz"))
    )

    changes = [Rename(was, now) for was, now in zip(old.objects, new.objects, strict=True)]

    assert signs(ordered(changes, old, new)) == [
        "Rename table u",
        "Rename index u.x",
        "Rename index u.y",
        "Rename index u.z",
    ]


def test_a_name_is_free_before_it_is_given_away() -> None:
    """The table that had a name goes before another one takes it, by a rename or by being made."""
    old = a_schema(a_table("t", "a int"), a_table("u", "b int"))
    new = a_schema(a_table("u", "a int"), a_table("t", "c int"))
    changes = diff(old, new, RULES, renames=[(table("t"), table("u"))])

    assert signs(ordered(changes, old, new)) == ["Drop table u", "Rename table u", "Add table t"]


def test_renames_in_a_row_begin_at_the_free_end() -> None:
    """A table takes a name only after the one that had it has another."""
    old = a_schema(a_table("a", "x int"), a_table("b", "y int"))
    new = a_schema(a_table("b", "x int"), a_table("c", "y int"))
    pairs = [(table("a"), table("b")), (table("b"), table("c"))]

    changes = diff(old, new, RULES, renames=pairs)

    assert signs(ordered(changes, old, new)) == ["Rename table c", "Rename table b"]
