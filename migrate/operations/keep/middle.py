"""The schema in which kept rows come home: tables stand, and nothing yet asks anything of what is brought."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from migrate.dialects.keeping import Keeping
from migrate.schema.model import (
    Column,
    Constraint,
    Ident,
    Index,
    Policy,
    Rule,
    Schema,
    SchemaObject,
    Table,
    Trigger,
    View,
)

_FOLLOW = (View, Trigger, Rule, Policy)


def middle(
    wanted: Schema, observed: Schema, keeping: Keeping, *, tables: frozenset[Ident], columns: frozenset[Ident]
) -> Schema:
    """Return the wanted schema without what stands in the way of rows that come back.

    ``tables`` get rows, ``columns`` of others get values.  Their triggers would fire, foreign keys and unique
    ones refuse what is right in the end, and a materialized view be filled too early: all these come after.
    A column is made empty first, since the rows that are there have no value for it yet.
    """
    there = observed.by_ident()
    homes = tables | {each.parent for each in columns if each.parent is not None}
    computed = {
        column.ident
        for table in wanted.tables()
        if table.ident in homes - tables
        for column in table.columns
        if column.generated is not None
        and column.ident not in there
        and _speaks_of(column.generated, columns, table.ident)
    }
    asks = columns | computed
    late: set[Ident] = {
        each.ident for each in wanted.objects if _in_the_way(each, homes, tables, asks, wanted.dialect)
    }
    reached = homes | asks
    while True:
        views = [each for each in wanted.objects if isinstance(each, _FOLLOW) and each.ident not in late]
        more = {
            each.ident
            for each in views
            if _touches(each, late | computed)
            or (isinstance(each, View) and each.materialized and _touches(each, reached))
        }
        through = {
            each.ident for each in views if isinstance(each, View) and _touches(each, reached)
        } - reached
        if not more and not through:
            break
        late |= more
        reached |= through

    def changed(column: Column) -> Column | None:
        if column.ident in computed:
            return None
        now = there.get(column.ident)
        if column.ident not in columns or column.ident.parent in tables:
            return column
        if isinstance(now, Column):  # it has values, which only change
            return column if column.nullable or not now.nullable else keeping.bare(column)
        return keeping.bare(column)

    objects = (each for each in wanted.objects if each.ident not in late)
    return replace(wanted, objects=tuple(_with_columns(each, changed) for each in objects))


def _in_the_way(
    each: SchemaObject,
    homes: frozenset[Ident],
    tables: frozenset[Ident],
    asks: frozenset[Ident],
    dialect: str,
) -> bool:
    home = each.ident.parent
    match each:
        case Trigger() | Rule():
            return home in homes
        case Constraint(variant="foreign"):
            if dialect == "sqlite":  # they are not watched while a plan runs
                return False
            other = Ident("table", each.ref_schema or each.schema, each.ref_table)
            return (
                bool({home, other} & tables)
                or _names(each.columns, home, asks)
                or _names(each.ref_columns, other, asks)
            )
        case Constraint(variant="check") if home in homes - tables:
            return _speaks_of(each.definition, asks, home)
        case Constraint() if home in homes - tables:
            return _names(each.columns, home, asks)
        case Index() if home in homes - tables:
            return _speaks_of(each.definition, asks, home)
    return False


def _names(columns: Iterable[str], table: Ident | None, asks: frozenset[Ident]) -> bool:
    known = {each.name.casefold() for each in asks if each.parent == table}
    return any(each.casefold() in known for each in columns)


def _speaks_of(text: str, columns: Iterable[Ident], table: Ident | None) -> bool:
    """Return whether a text has the name of one of the columns of a table as a word."""
    return any(
        re.search(rf"(?<![\w$]){re.escape(each.name)}(?![\w$])", text, re.I)
        for each in columns
        if each.parent == table
    )


def _touches(each: SchemaObject, idents: Iterable[Ident]) -> bool:
    known = frozenset(idents)
    return any(ident in known or ident.parent in known for ident in each.depends)


def _with_columns(each: SchemaObject, changed: Callable[[Column], Column | None]) -> SchemaObject:
    if not isinstance(each, Table):
        return each
    columns = tuple(found for column in each.columns if (found := changed(column)) is not None)
    if len(columns) < len(each.columns):
        columns = tuple(replace(column, position=place) for place, column in enumerate(columns, 1))
    return replace(each, columns=columns)
