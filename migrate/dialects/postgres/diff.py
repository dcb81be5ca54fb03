"""The judgements PostgreSQL lends to the walk that compares two schemas."""

from __future__ import annotations

from dataclasses import dataclass, replace

from migrate.schema.model import Column, Constraint, Extension, Index, SchemaObject


@dataclass(frozen=True, slots=True)
class PostgresRules:
    """Columns cannot be moved; an extension's version is the server's matter."""

    column_order: bool = False

    def same(self, old: SchemaObject, new: SchemaObject) -> bool:
        """Return whether only that differs which no statement could change or the server chose."""
        match old, new:
            case Extension(), Extension():
                return replace(old, version=new.version) == new
            case Column(), Column():
                return replace(old, position=new.position, default=_default(old, new)) == new
        return False

    def renamable(self, old: SchemaObject) -> bool:
        """Return True: indexes and constraints are renamed in place."""
        return isinstance(old, (Index, Constraint))


def _default(old: Column, new: Column) -> str | None:
    """Return the new default where both are NULL, which the server writes with and without the type."""
    both = (old.default, new.default)
    if all(text is not None and (text == "NULL" or text.startswith("NULL::")) for text in both):
        return new.default
    return old.default


RULES = PostgresRules()
