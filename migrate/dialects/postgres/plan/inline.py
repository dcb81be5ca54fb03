"""Which constraints can stand in the CREATE TABLE of their table."""

from __future__ import annotations

from dataclasses import dataclass

from migrate.schema.changes import Add, Change, Drop, Rename
from migrate.schema.model import Constraint, Ident, Table
from migrate.schema.order import Claims


@dataclass(frozen=True, slots=True)
class Inlined:
    """Constraints that stand in the CREATE TABLE of their table."""

    of: dict[Ident, tuple[Constraint, ...]]
    names: frozenset[Ident]


def inlined(changes: tuple[Change, ...], claims: Claims) -> Inlined:
    """Return the new constraints that need nothing but their new table, and whose names are free."""
    freed = {
        claim
        for change in changes
        if isinstance(change, (Drop, Rename))
        for claim in claims(change.object if isinstance(change, Drop) else change.old)
    }
    born = {change.ident: change.object for change in changes if isinstance(change, Add)}
    of: dict[Ident, tuple[Constraint, ...]] = {}
    for each in born.values():
        if not isinstance(each, Constraint) or each.options or not each.validated:
            continue
        home = each.ident.parent
        table = born.get(home) if home is not None else None
        if home is None or not isinstance(table, Table) or each.variant not in ("primary", "unique", "check"):
            continue
        if each.columns and any(each.columns == other.columns for other in of.get(home, ())):
            continue  # CREATE TABLE would make one of two keys on the same columns
        known = {column.ident for column in table.columns} | table.depends
        if each.depends <= known and freed.isdisjoint(claims(each)):
            of[home] = (*of.get(home, ()), each)
    return Inlined(of, frozenset(each.ident for inside in of.values() for each in inside))
