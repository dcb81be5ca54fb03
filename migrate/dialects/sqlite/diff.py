"""What SQLite's rules say about two objects that differ."""

from __future__ import annotations

from dataclasses import dataclass, replace

from migrate.dialects.sqlite.tokens import folded
from migrate.schema.model import Constraint, SchemaObject, Table


@dataclass(frozen=True, slots=True)
class SqliteRules:
    """Everything compared is in its normal form already; the order of columns is the author's."""

    column_order: bool = True

    def same(self, old: SchemaObject, new: SchemaObject) -> bool:
        """Return whether the difference is none, or is told by changes of other objects.

        A constraint is its definition; its columns are named again, in the author's letters.  Tables may
        differ in constraints, which are objects of their own, but not in the order of those.
        """
        if isinstance(old, Constraint) and isinstance(new, Constraint):
            return (old.definition, old.options) == (new.definition, new.options)
        if not isinstance(old, Table) or not isinstance(new, Table):
            return False
        before, after = (each.option("constraints") or "" for each in (old, new))
        if sorted(before.split("\n")) == sorted(after.split("\n")):
            return False
        return _bare(old) == _bare(new)

    def folded(self, name: str) -> str:
        """Return a name as SQLite compares it."""
        return folded(name)

    def renamable(self, old: SchemaObject) -> bool:
        """Return False: an index is made anew under another name, a constraint with its table."""
        return False


def _bare(table: Table) -> Table:
    return replace(table, options=tuple(pair for pair in table.options if pair[0] != "constraints"))


RULES = SqliteRules()
