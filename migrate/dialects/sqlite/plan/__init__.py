"""The way from one SQLite schema to another, tried on a database in memory while it is made.

What is dropped goes first, then names change, then tables are altered or rebuilt, then what is new is made:
SQLite looks into views, triggers and foreign keys when they are used, so that this order always works.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from migrate.dialects.sqlite.diff import RULES
from migrate.dialects.sqlite.plan import tables
from migrate.dialects.sqlite.plan.hazards import hazards
from migrate.dialects.sqlite.plan.near import near
from migrate.dialects.sqlite.plan.work import Work, drop
from migrate.dialects.sqlite.trial import Trial, creation
from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.diff import diff
from migrate.schema.model import (
    Column,
    Constraint,
    Index,
    Other,
    Schema,
    SchemaObject,
    Table,
    Trigger,
    View,
)
from migrate.schema.order import ordered
from migrate.schema.plan import Plan, Step
from migrate.schema.stored import fingerprint

FOREIGN_KEYS_OFF = "PRAGMA foreign_keys = OFF"
FOREIGN_KEYS_ON = "PRAGMA foreign_keys = ON"


def create(schema: Schema) -> Plan:
    """Return the plan that builds a schema in an empty database."""
    empty = Schema(schema.dialect)
    return plan(diff(empty, schema, RULES), empty, schema)


def plan(changes: Iterable[Change], old: Schema, new: Schema) -> Plan:
    """Return the steps of these changes: ALTER TABLE where it leaves the wanted text, else a rebuild.

    All of it is one transaction but the pragmas at its head and tail, which do nothing inside one.
    Raises PlanError for a schema that SQLite does not make.
    """
    changes = tuple(changes)
    with Trial(near(old, changes)) as trial:
        work = Work(old, new, trial)
        _make(work, ordered(changes, old, new))
        steps = work.steps
        if work.watched:
            steps = [
                Step(FOREIGN_KEYS_OFF, transactional=False),
                *steps,
                Step(FOREIGN_KEYS_ON, transactional=False),
            ]
        return Plan(tuple(steps), fingerprint(old), fingerprint(new))


def _make(work: Work, changes: Sequence[Change]) -> None:
    for change in changes:
        if isinstance(change, Drop) and isinstance(change.object, Index | View | Trigger):
            work.run(drop(change.object), undo=(change.object.text,), cause=change)
    for change in changes:
        if isinstance(change, Drop) and isinstance(change.object, Table | Other):
            _drop_table(work, change.object, change)
    renamed = [each for each in changes if isinstance(each, Rename) and tables.rename(work, each)]
    again = {
        each.ident: each
        for change in changes
        if isinstance(change, Modify)
        for each in _replaced(work, change)
    }
    tables.change(work, [each for each in changes if each not in renamed])
    for change in changes:
        if isinstance(change, Add):
            _add(work, change.object, change)
        elif isinstance(change, Modify) and change.ident in again:
            _add(work, change.new, change)
            del again[change.ident]
    wanted = work.new.by_ident() if again else {}
    for ident in again:
        if ident in wanted:  # a trigger that went with its view and has no change of its own
            work.steps.append(Step(wanted[ident].text, (drop(wanted[ident]),)))


def _drop_table(work: Work, gone: Table | Other, cause: Change) -> None:
    with_it = (each.text for each in work.lives_on[gone.name])
    work.dropped(gone.ident)
    work.run(drop(gone), undo=(gone.text, *with_it), dangers=hazards(cause), cause=cause)


def _replaced(work: Work, change: Modify) -> list[SchemaObject]:
    """Drop what must be made again to change, and return it with what goes with it."""
    was, goal = change.old, change.new
    if not isinstance(was, Index | View | Trigger | Other) or not work.differs(goal.name, goal.text):
        return []
    with_it = work.lives_on[was.name] if isinstance(was, View) else []
    undo = (was.text, *(each.text for each in with_it))
    work.run(drop(was), undo=undo, dangers=hazards(change), cause=change)
    return [was, *with_it]


def _add(work: Work, born: SchemaObject, cause: Change) -> None:
    """Make what is new.  Nothing that follows depends on how SQLite takes it, so that it is not tried."""
    if isinstance(born, Column | Constraint):
        return  # part of its table's text
    dangers = hazards(cause) if isinstance(cause, Add) or isinstance(born, Index) else ()
    if isinstance(born, Table):
        first, *rest = creation(work.wanted(born))
        work.steps.append(Step(first, (drop(born),), cause=cause))
        work.steps += (Step(sql, cause=cause) for sql in rest)
    else:
        work.steps.append(Step(born.text, (drop(born),), dangers, cause))
