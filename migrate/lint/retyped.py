"""Columns of another type, and what is none: a type that got another name, or one that took its place."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.dialects.postgres.names import of
from migrate.lint.facts import Observed
from migrate.schema.model import Column, Enum, SchemaObject


def retyped(observed: Observed) -> Iterator[tuple[Column, Column]]:
    """Yield old and new of the columns whose type is another one, not only called so."""
    renamed = {of(old): of(new) for old, new in observed.renamed(SchemaObject)}
    for old, new in observed.modified(Column):
        name, array = _base(old.type)
        if old.type != new.type and renamed.get(name, name) + array != new.type:
            yield old, new


def enums(observed: Observed, old: Column, new: Column) -> tuple[Enum, Enum] | None:
    """Return the enums that two types are; ``None`` if one of them is something else."""
    known = {of(each): each for each in observed.before.objects if isinstance(each, Enum)}
    was, now = known.get(_base(old.type)[0]), known.get(_base(new.type)[0])
    return (was, now) if was and now else None


def _base(type_: str) -> tuple[str, str]:
    name = type_.removesuffix("[]")
    return name, type_[len(name) :]
