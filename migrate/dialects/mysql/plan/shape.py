"""A table with its keys and checks in order: what one ALTER TABLE brings from one form to another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from migrate.dialects.mysql.text import names
from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.model import Column, Constraint, Index, Schema, SchemaObject, Table

T = TypeVar("T", bound=SchemaObject)


@dataclass(frozen=True, slots=True)
class Shape:
    """A table, its primary key, its other keys and its checks; foreign keys go their own way."""

    table: Table
    primary: Constraint | None = None
    keys: tuple[Index, ...] = ()
    checks: tuple[Constraint, ...] = ()

    def key(self, name: str) -> Index | None:
        """Return one of the keys."""
        return next((key for key in self.keys if key.name == name), None)


def shapes(schema: Schema) -> dict[str, Shape]:
    """Return the shapes of all tables, by name."""
    onto: defaultdict[str, list[SchemaObject]] = defaultdict(list)
    for each in schema.objects:
        if each.table:
            onto[each.table].append(each)
    return {table.name: shape_of(table, onto[table.name]) for table in schema.tables()}


def shape_of(table: Table, onto: Iterable[SchemaObject]) -> Shape:
    """Return a table together with what lives on it."""
    onto = tuple(onto)
    constraints = [each for each in onto if isinstance(each, Constraint)]
    keys = [each for each in onto if isinstance(each, Index)]
    return Shape(
        table,
        next((each for each in constraints if each.variant == "primary"), None),
        _in_order(keys, table.option("keys_listed") or table.option("key_order")),
        _in_order([each for each in constraints if each.variant == "check"], table.option("check_order")),
    )


def changed(before: Shape, changes: Iterable[Change], wanted: Shape) -> Shape:
    """Return the shape after changes; what comes and goes stands where ``wanted`` has it."""
    changes = tuple(changes)
    table = before.table
    for change in changes:
        if isinstance(change, Modify) and isinstance(change.new, Table):
            table = replace(change.new, columns=table.columns)
    columns = _changed(before.table.columns, changes, Column)
    keys = _changed(before.keys, changes, Index)
    constraints = _changed(
        (*before.checks, *([before.primary] if before.primary else [])), changes, Constraint
    )
    checks = [each for each in constraints if each.variant == "check"]
    ordered = _like(columns, [each.name for each in wanted.table.columns], before.table.columns)
    return Shape(
        replace(table, columns=tuple(replace(each, position=place) for place, each in enumerate(ordered, 1))),
        next((each for each in constraints if each.variant == "primary"), None),
        _like(keys, [each.name for each in wanted.keys], before.keys),
        _like(checks, [each.name for each in wanted.checks], before.checks),
    )


def _changed(before: Sequence[T], changes: Iterable[Change], kind: type[T]) -> list[T]:
    changes = tuple(changes)
    renamed = {
        each.old.name: each.new.name
        for each in changes
        if isinstance(each, Rename) and isinstance(each.new, kind)
    }
    gone = {each.object.name for each in changes if isinstance(each, Drop) and isinstance(each.object, kind)}
    left = [each for each in before if each.name not in gone]
    result = {
        name: replace(each, name=name) for each in left for name in (renamed.get(each.name, each.name),)
    }
    for change in changes:
        if isinstance(change, (Add, Modify)):
            now = change.object if isinstance(change, Add) else change.new
            if isinstance(now, kind):
                result[now.name] = now
    return list(result.values())


def _like(objects: Sequence[T], wanted: Sequence[str], before: Sequence[T]) -> tuple[T, ...]:
    """Return objects in a wanted order; one that is not wanted stays behind what it stood behind."""
    by_name = {each.name: each for each in objects}
    result = [name for name in wanted if name in by_name]
    order = [each.name for each in before]
    for name in (each.name for each in objects):
        if name not in result:
            ahead = [each for each in order[: order.index(name)] if each in result] if name in order else []
            result.insert(result.index(ahead[-1]) + 1 if ahead else 0, name)
    return tuple(by_name[name] for name in result)


def _in_order(objects: Sequence[T], order: str | None) -> tuple[T, ...]:
    place = {name: number for number, name in enumerate(names(order or ""))}
    return tuple(sorted(objects, key=lambda each: place.get(each.name, len(place))))


def without_expressions(shape: Shape, used: set[str]) -> Shape:
    """Return a shape without the generated columns, checks and keys whose expressions use some columns."""
    generated = {
        each.name for each in shape.table.columns if each.generated and used & {*names(each.generated)}
    }
    left = without_columns(shape, generated)
    return replace(
        left,
        keys=tuple(each for each in left.keys if "(`" not in each.definition[1:] or not used & _names(each)),
        checks=tuple(each for each in left.checks if not used & _names(each)),
    )


def without_columns(shape: Shape, gone: set[str]) -> Shape:
    """Return a shape without some columns and all that is made of them."""
    more = {
        each.name
        for each in shape.table.columns
        if each.generated is not None and gone & {*names(each.generated)}
    }
    if more - gone:
        return without_columns(shape, gone | more)
    left = tuple(each for each in shape.table.columns if each.name not in gone)
    return Shape(
        replace(shape.table, columns=left),
        shape.primary if shape.primary and not gone & {*shape.primary.columns} else None,
        tuple(each for each in shape.keys if not gone & _names(each)),
        tuple(each for each in shape.checks if not gone & _names(each)),
    )


def _names(each: Index | Constraint) -> set[str]:
    return {*names(each.definition)}
