"""The keys of a table as lists of columns: what finds rows, and what finds them as well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from migrate.schema.model import Constraint, Ident, Index, Schema, SchemaObject

_VALUE = re.compile(r"\(?\"?(\w+)\"? IS NOT NULL\)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Key:
    """An index, or a constraint that has one; ``parts`` are its columns and expressions, in order."""

    object: SchemaObject
    parts: tuple[str, ...]
    unique: bool
    primary: bool = False
    method: str = ""
    where: str | None = None
    include: tuple[str, ...] = ()

    def covers(self, other: Key) -> bool:
        """Return whether every search by the other one can go by this one."""
        return (
            self.object.ident != other.object.ident
            and self.parts[: len(other.parts)] == other.parts
            and (self.method or "btree", self.where) == (other.method or "btree", other.where)
            and set(other.include) <= {*self.include, *self.parts}
        )


def keys(schema: Schema, table: Ident) -> Iterator[Key]:
    """Yield the keys of a table that are in force."""
    for each in schema.on(table):
        match each:
            case Constraint(variant="primary" | "unique") if each.columns:
                yield Key(each, each.columns, True, each.variant == "primary")
            case Index(valid=True):
                parts = tuple(part.strip('"`') for part in each.parts)
                yield Key(
                    each, parts, each.unique, method=each.method, where=each.where, include=each.include
                )


def is_found(schema: Schema, table: Ident, columns: tuple[str, ...]) -> bool:
    """Return whether rows with given values in these columns are found by a key, in whatever order.

    A key that only leaves out rows without a value finds all that have one.
    """
    wanted = {name.casefold() for name in columns}
    return any(
        {part.casefold() for part in key.parts[: len(wanted)]} == wanted and _only_without(key.where, wanted)
        for key in keys(schema, table)
    )


def _only_without(where: str | None, wanted: set[str]) -> bool:
    found = _VALUE.fullmatch(where or "")
    return where is None or (found is not None and found[1].casefold() in wanted)
