"""What in a live database is not from its revisions, and whether going back has anything to do with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from migrate.operations.down.known import Forward
from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.diff import DiffRules, diff
from migrate.schema.merge import concerned, merged
from migrate.schema.model import Column, Ident, Schema, SchemaObject, Table


@dataclass(frozen=True, slots=True)
class Drifted:
    """Drift in two parts: ``unrelated`` is left alone, ``related`` lies in the way of what is reverted."""

    unrelated: tuple[Change, ...] = ()
    related: tuple[Change, ...] = ()

    def wanted(self, goal: Schema, observed: Schema) -> Schema:
        """Return what the database should be afterwards: the goal, and what is none of our business."""
        return merged(goal, observed, concerned(self.unrelated))


NO_DRIFT = Drifted()


def drifted(observed: Schema, forward: Forward, rules: DiffRules) -> Drifted:
    """Sort what differs between the live schema and the replayed one.

    What is as the goal has it, or as a later statement of a half applied file leaves it, is no drift: a down
    that was broken off, or a statement whose outcome was not recorded, explains it.
    """
    explained = [each.by_ident() for each in (forward.goal, *forward.later)]
    old = {each.ident for each in forward.goal.tables()}
    born = frozenset(each.ident for each in forward.expected.tables() if each.ident not in old)
    unrelated: list[Change] = []
    related: list[Change] = []
    for change in diff(forward.expected, observed, rules):
        now = _new(change)
        touched = _touched(change, forward.touched, born)
        if touched and any(_as_in(now, change.ident, state, rules) for state in explained):
            continue
        (related if touched else unrelated).append(change)
    return Drifted(tuple(unrelated), tuple(related))


def _touched(change: Change, touched: frozenset[Ident], born: frozenset[Ident]) -> bool:
    ident = change.ident
    return ident in touched or (ident.parent is not None and ident.parent in born)


def _as_in(
    now: SchemaObject | None, ident: Ident, state: Mapping[Ident, SchemaObject], rules: DiffRules
) -> bool:
    was = state.get(ident)
    if now is None or was is None:
        return now is was
    one = Schema.of("", (_alone(was),))
    two = Schema.of("", (_alone(now),))
    return not diff(one, two, rules)


def _alone(each: SchemaObject) -> SchemaObject:
    if isinstance(each, Column):
        return Table(name=each.table, schema=each.schema, columns=(each,))
    return each


def _new(change: Change) -> SchemaObject | None:
    match change:
        case Add(each):
            return each
        case Modify(_, new) | Rename(_, new):
            return new
        case Drop():
            return None
