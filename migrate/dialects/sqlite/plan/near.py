"""The part of a schema that decides what SQLite makes of some changes.

To build all of a large schema for the trial of one column would take time by the square of its tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from migrate.dialects.sqlite.tokens import folded
from migrate.schema.changes import Add, Change, Modify, Rename
from migrate.schema.model import Constraint, Schema, Table, Trigger, View


def near(schema: Schema, changes: Iterable[Change]) -> Schema:
    """Return the tables that the changes are about, what refers to them, and what lives on all these.

    All views and triggers come along, with the tables they speak of: ALTER TABLE reads every one of them, and
    refuses its work for one that is broken.
    """
    names = {name for change in changes for name in _names(change)}
    names |= {
        folded(each.name)
        for each in schema.tables()
        if any(folded(ident.name) in names for ident in each.depends)
    }
    for each in schema.objects:
        if isinstance(each, View | Trigger):
            names |= {folded(ident.name) for ident in each.depends}
    kept = (
        each
        for each in schema.objects
        if isinstance(each, View | Trigger)
        or (not isinstance(each, Constraint) and folded(each.table or each.name) in names)
    )
    return replace(schema, objects=tuple(kept))


def _names(change: Change) -> Iterable[str]:
    """Yield the names of the tables, before and after, that a change touches in a database with rows."""
    if isinstance(change, Modify | Rename):
        yield folded(change.old.table or change.old.name)
    if not (isinstance(change, Add) and isinstance(change.object, Table)):
        yield folded(change.ident.table or change.ident.name)
