"""Columns of another type, and what is none: a type that got another name, or one that took its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from migrate.dialects.postgres.names import of
from migrate.lint.facts import Observed, ObservedFile
from migrate.schema.model import Column, Enum, Schema, SchemaObject


def retyped(observed: Observed) -> Iterator[tuple[Column, Column]]:
    """Yield old and new of the columns whose type a statement changed, not only what it is called."""
    for old, new in observed.modified(Column):
        if _differ(old, new, [observed]):
            yield old, new


def retyped_by(file: ObservedFile) -> Iterator[tuple[Observed, Column, Column]]:
    """Yield the columns of one name that have another type behind a file, with what gave it to them.

    It may be another column that took the name, or one of another table that did.
    """
    concerned = set().union(*(observed.concerned() for observed in file.statements))
    if not concerned:
        return
    first = file.statements[0].before.by_ident()
    last = file.statements[-1].after
    for table in filter(None, map(last.table, sorted(concerned))):
        for new in table.columns:
            old = first.get(new.ident)
            if isinstance(old, Column) and _differ(old, new, file.statements):
                yield _since(file, new), old, new


def enums(before: Schema, after: Schema, old: Column, new: Column) -> tuple[Enum, Enum] | None:
    """Return the enums that two types are; ``None`` if one of them is something else."""
    was, now = _enum(before, old), _enum(after, new)
    return (was, now) if was and now else None


def _enum(schema: Schema, column: Column) -> Enum | None:
    name = _base(column.type)[0]
    return next((each for each in schema.homes().alone(Enum) if of(each) == name), None)


def _differ(old: Column, new: Column, statements: Sequence[Observed]) -> bool:
    """Return whether two types are not the same one under another name."""
    if old.type == new.type:
        return False
    name, array = _base(old.type)
    for observed in statements:
        renamed = {of(was): of(now) for was, now in observed.renamed(SchemaObject)}
        name = renamed.get(name, name)
    return name + array != new.type


def _since(file: ObservedFile, new: Column) -> Observed:
    """Return the statement behind which a column is what it is in the end."""
    for observed in reversed(file.statements):
        before = observed.before.table(new.ident.parent)
        column = before.column(new.name) if before is not None else None
        if column is None or column.type != new.type:
            return observed
    return file.statements[0]


def _base(type_: str) -> tuple[str, str]:
    name = type_.removesuffix("[]")
    return name, type_[len(name) :]
