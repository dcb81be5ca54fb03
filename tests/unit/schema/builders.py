"""Schemas for the tests of the room: builders with defaults, and a strategy that draws whole schemas."""

from __future__ import annotations

from hypothesis import strategies as st

from migrate.schema.model import (
    Column,
    Constraint,
    Enum,
    Ident,
    Index,
    Schema,
    SchemaObject,
    Table,
    View,
)


def a_table(name: str, *columns: str, oid: str = "") -> Table:
    """Return a table; a column is given as ``"email text"``."""
    return Table(
        name=name,
        columns=tuple(
            Column(name=each.split()[0], type=each.split()[1], table=name, position=place)
            for place, each in enumerate(columns, 1)
        ),
        oid=oid,
    )


def a_view(name: str, *depends: Ident, definition: str = "select 1") -> View:
    """Return a view that depends on these."""
    return View(name=name, definition=definition, depends=frozenset(depends))


def an_index(name: str, table: str, *columns: str) -> Index:
    """Return an index on columns, which it depends on."""
    return Index(
        name=name,
        table=table,
        parts=columns,
        definition=f"({', '.join(columns)})",
        depends=frozenset(column(table, each) for each in columns),
    )


def a_schema(*objects: SchemaObject, origin: str = "") -> Schema:
    """Return the schema of these objects."""
    return Schema.of("sqlite", objects, origin=origin)


def table(name: str) -> Ident:
    """Return the ident of a table."""
    return Ident("table", "", name)


def column(home: str, name: str) -> Ident:
    """Return the ident of a column."""
    return Ident("column", "", name, home)


NAMES = st.sampled_from(["a", "b", "c", "d"])
TYPES = st.sampled_from(["int", "text"])


@st.composite
def tables(draw: st.DrawFn, name: str) -> list[SchemaObject]:
    """Draw a table and what lives on it."""
    columns = draw(st.lists(NAMES, unique=True, min_size=1))
    made = a_table(name, *(f"{each} {draw(TYPES)}" for each in columns))
    found: list[SchemaObject] = [made]
    for each in draw(st.lists(st.sampled_from(columns), unique=True, max_size=2)):
        found.append(an_index(f"{name}_{each}", name, each))
    if draw(st.booleans()):
        found.append(
            Constraint(
                name=f"{name}_key",
                table=name,
                variant="unique",
                definition=f"UNIQUE ({columns[0]})",
                columns=(columns[0],),
                depends=frozenset({column(name, columns[0])}),
            )
        )
    return found


@st.composite
def schemas(draw: st.DrawFn) -> Schema:
    """Draw a schema of some tables, views upon them and upon each other, and an enum."""
    objects: list[SchemaObject] = []
    for name in draw(st.lists(st.sampled_from(["t", "u", "v"]), unique=True)):
        objects += draw(tables(name))
    for name in draw(st.lists(st.sampled_from(["w", "x", "y"]), unique=True)):
        below = [each.ident for each in a_schema(*objects).walk() if each.kind in ("table", "column", "view")]
        chosen = draw(st.lists(st.sampled_from(below), unique=True, max_size=3)) if below else []
        objects.append(a_view(name, *chosen, definition=draw(st.sampled_from(["select 1", "select 2"]))))
    if draw(st.booleans()):
        values = draw(st.lists(NAMES, unique=True))
        objects.append(Enum(name="e", values=tuple(values), privileges=("r",), options=(("k", "v"),)))
    return a_schema(*objects, origin=draw(st.sampled_from(["", "here"])))
