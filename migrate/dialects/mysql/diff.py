"""What two objects of one name must differ in for MySQL or MariaDB to treat them differently."""

from __future__ import annotations

from dataclasses import dataclass, replace

from migrate.dialects.mysql.events import lasting
from migrate.dialects.mysql.text import names
from migrate.schema.diff import DiffRules
from migrate.schema.model import Index, Options, Other, SchemaObject, Table

ORDERS = ("key_order", "check_order", "trigger_order")
# Where the server lists keys unsorted it is by the table's past, and mended by the next key that comes.
_UNSORTED = "keys_listed"
_LISTS = (*ORDERS, _UNSORTED)


@dataclass(frozen=True, slots=True)
class MySqlRules:
    """The answers for both flavours.

    Of the lists of keys, checks and triggers of a table only the order of what both have counts: what is
    added or gone has a change of its own.  Events that begin when they are made may have been made at
    different times.
    """

    column_order: bool = True

    def same(self, old: SchemaObject, new: SchemaObject) -> bool:
        """Return whether they differ in nothing but what is said above."""
        if isinstance(old, Table) and isinstance(new, Table):
            return _without(old, _LISTS) == _without(new, _LISTS) and all(
                _common(old, new, order) == _common(new, old, order) for order in ORDERS
            )
        if isinstance(old, Other) and isinstance(new, Other):
            return replace(old, definition=lasting(old)) == replace(new, definition=lasting(new))
        return False

    def renamable(self, old: SchemaObject) -> bool:
        """Return whether it is an index."""
        return isinstance(old, Index)


def _without(each: SchemaObject, names: tuple[str, ...]) -> SchemaObject:
    options: Options = tuple((key, value) for key, value in each.options if key not in names)
    return replace(each, options=options)


def _common(one: Table, other: Table, order: str) -> list[str]:
    shared = set(names(other.option(order) or ""))
    return [name for name in names(one.option(order) or "") if name in shared]


RULES: DiffRules = MySqlRules()
