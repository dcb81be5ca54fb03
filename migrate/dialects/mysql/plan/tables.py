"""CREATE TABLE and ALTER TABLE: all that changes on one table in as few statements as the server takes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from migrate.dialects.mysql import keys
from migrate.dialects.mysql.features import Features
from migrate.dialects.mysql.plan import clauses, options, renaming
from migrate.dialects.mysql.plan.columns import definition
from migrate.dialects.mysql.plan.scope import alter_table
from migrate.dialects.mysql.plan.shape import Shape, without_columns, without_expressions
from migrate.dialects.mysql.text import names, quote
from migrate.dialects.mysql.types import convertible
from migrate.schema.model import Column, Constraint, Table

_KEEP_HISTORY = "SET STATEMENT system_versioning_alter_history = 'KEEP' FOR "
_PERIODS = ("period", "period_system")


def create(shape: Shape, foreign: Sequence[Constraint], features: Features) -> list[str]:
    """Return the statements that make a table with some foreign keys: the CREATE TABLE comes first."""
    table = shape.table
    collation = table.option("collation")
    late = _made_null_later(shape)
    first = [replace(each, nullable=each.nullable and each.name not in late) for each in table.columns]
    items = [definition(column, inherited=collation) for column in first]
    items += [f"PERIOD FOR {value}" for key, value in table.options if key in _PERIODS]
    items += [shape.primary.definition] if shape.primary else []
    items += [clauses.key_clause(key) for key in shape.keys]
    items += [clauses.constraint_clause(each) for each in (*foreign, *shape.checks)]
    body = ",\n".join(f"  {item}" for item in items)
    sql = f"CREATE TABLE {quote(table.name)} (\n{body}\n){options.tail(table)}"
    more = [
        f"MODIFY COLUMN {definition(column, inherited=None)}"
        for column in table.columns
        if column.name in late
    ]
    more += [clause for column in table.columns for clause in clauses.no_default(column, features)]
    return [sql, alter_table(table.name, more)] if more else [sql]


@dataclass(frozen=True, slots=True)
class Alteration:
    """One statement and those that take it back."""

    sql: str
    undo: tuple[str, ...]


def alter(
    before: Shape,
    after: Shape,
    features: Features,
    *,
    columns: Mapping[str, str],
    key_names: Mapping[str, str],
) -> Iterator[Alteration]:
    """Yield the statements that bring a table from one shape to another, of the same name.

    ``columns`` and ``key_names`` name those that are the same under another name: before to after.
    """
    name = after.table.name
    if columns:
        if not features.follows_renames:
            plain = without_expressions(before, {*columns})
            yield from _changes(before, plain, features)
            before = plain
        there = alter_table(name, [*clauses.renames(before, columns, features)])
        before = renaming.columns(before, columns)
        back = {goal: source for source, goal in columns.items()}
        yield Alteration(there, (alter_table(name, [*clauses.renames(before, back, features)]),))
    old, new = before.table.option("partition"), after.table.option("partition")
    if old is not None and new is None:
        yield Alteration(_partitions(name, None), (_partitions(name, old),))
    for plain in _detours(before, after):
        yield from _changes(before, plain, features)
        before = plain
    yield from _changes(before, after, features, key_names)
    if new is not None and new != old:
        yield Alteration(_partitions(name, new), (_partitions(name, old),))


def _detours(before: Shape, after: Shape) -> Iterator[Shape]:
    """Yield the shapes to go through where one cannot become the other at once."""
    if _other_period(before.table, after.table):
        before = _unversioned(before)
        yield before
    remade = _remade(before.table, after.table)
    if remade:
        yield without_columns(before, remade)


def _changes(
    before: Shape, after: Shape, features: Features, key_names: Mapping[str, str] | None = None
) -> Iterator[Alteration]:
    """Yield the statement that makes the changes, and another for what must wait for history to be kept."""
    late = set()
    if before.table.option("versioning") is None and after.table.option("versioning") is not None:
        late = {each.name for each in after.table.columns if each.option("versioning") is not None}
    first = _with_columns(
        after, [_plain(each) if each.name in late else each for each in after.table.columns]
    )
    keys_back = {goal: source for source, goal in (key_names or {}).items()}
    for one, other, there, back in (
        (before, first, key_names or {}, keys_back),
        (first, after, {}, {}),
    ):
        sql = _statement(one, other, features, there)
        if sql is not None:
            undo = _statement(other, one, features, back)
            yield Alteration(sql, (undo,) if undo is not None else ())


def _statement(before: Shape, after: Shape, features: Features, key_names: Mapping[str, str]) -> str | None:
    parts = [
        *clauses.drops(before, after, features, key_names),
        *clauses.columns(before, after, features),
        *clauses.adds(before, after, key_names),
        *options.clauses(before.table, after.table),
    ]
    if not parts:
        return None
    if _differ_in_order(before, after):
        # The order of keys alone is no change to the server; a comment, said again, is one.
        parts.append(options.same_comment(after.table))
    history = _KEEP_HISTORY if before.table.option("versioning") is not None else ""
    return history + alter_table(after.table.name, parts)


def _partitions(table: str, partition: str | None) -> str:
    return f"ALTER TABLE {quote(table)}\n{partition or 'REMOVE PARTITIONING'}"


def _differ_in_order(before: Shape, after: Shape) -> bool:
    """Return whether two shapes hold the same, the order of their keys apart."""
    one, other = (replace(each, keys=(), table=replace(each.table, options=())) for each in (before, after))
    return one == other and set(before.keys) == set(after.keys)


def _remade(before: Table, after: Table) -> set[str]:
    """Return the columns that the server does not convert: they are dropped and added.

    Those are the ones that become virtual or cease to be, and those of types that have nothing in common.
    """
    pairs = [(each, after.column(each.name)) for each in before.columns]
    return {
        was.name
        for was, now in pairs
        if now is not None and (_virtual(was) != _virtual(now) or not convertible(was.type, now.type))
    }


def _virtual(column: Column) -> bool:
    return column.generated is not None and not column.stored


def _plain(column: Column) -> Column:
    return replace(column, options=tuple(pair for pair in column.options if pair[0] != "versioning"))


def _with_columns(shape: Shape, columns: Sequence[Column]) -> Shape:
    return replace(shape, table=replace(shape.table, columns=tuple(columns)))


def _other_period(before: Table, after: Table) -> bool:
    """Return whether the period of system time is another one: that cannot be changed in place."""
    both = before.option("versioning") is not None and after.option("versioning") is not None
    return both and before.option("period_system") != after.option("period_system")


def _unversioned(shape: Shape) -> Shape:
    """Return the shape without its history and the columns of its period."""
    table = shape.table
    gone = ("versioning", "period_system")
    left = [_plain(each) for each in table.columns if each.generated not in ("ROW START", "ROW END")]
    plain = replace(table, options=tuple(pair for pair in table.options if pair[0] not in gone))
    return _with_columns(replace(shape, table=plain), left)


def _made_null_later(shape: Shape) -> set[str]:
    """Return the columns to be NOT NULL at first, for unique keys that are not listed in the sorted order."""
    if shape.keys == keys.sorted_keys(shape.keys, shape.table):
        return set()
    unique = {name for key in shape.keys if key.unique for name in names(key.definition)}
    return {
        column.name
        for column in shape.table.columns
        if column.nullable and column.generated is None and column.name in unique
    }
