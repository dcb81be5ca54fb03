"""From changes to statements, in the order that MySQL and MariaDB accept them.

What is made whole (views, triggers, routines, events) is dropped first and made last; foreign keys fall
before the tables are touched and come when all of them stand; what changes on one table is one
ALTER TABLE, which the server does wholly or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from migrate.dialects.mysql import features
from migrate.dialects.mysql.diff import RULES
from migrate.dialects.mysql.plan import foreign, relations, sequences
from migrate.dialects.mysql.plan.scope import Scope
from migrate.dialects.mysql.plan.wholes import Wholes
from migrate.schema.changes import Change, Modify
from migrate.schema.diff import diff
from migrate.schema.model import Column, Constraint, Schema, SchemaObject, Table
from migrate.schema.order import with_dependents
from migrate.schema.plan import Plan, Step
from migrate.schema.stored import fingerprint


def plan(changes: Iterable[Change], old: Schema, new: Schema) -> Plan:
    """Return the steps that make the changes in a database that is as ``old``.

    DDL commits at once here: no step can be taken back but by its undo.
    """
    all_changes = with_dependents(changes, old, new, _in_the_way)
    scope = Scope(all_changes, old, new, features.of(old if old.settings else new))
    return Plan(tuple(_steps(scope)), fingerprint(old), fingerprint(new))


def create(schema: Schema) -> Plan:
    """Return the steps that build a schema in an empty database."""
    empty = replace(schema, objects=())
    return plan(diff(empty, schema, RULES), empty, schema)


def _steps(scope: Scope) -> Iterator[Step]:
    gone, born = foreign.changed(scope)
    order, circles = relations.removal(scope)
    created = relations.creation(scope, born)
    inline = [each for own in created.values() for each in own]
    wholes = Wholes(scope)
    yield from wholes.drop()
    yield from foreign.drops([*gone, *circles])
    yield from relations.drop(order, circles, scope)
    yield from relations.rename(scope)
    yield from sequences.make(scope)
    yield from relations.alter(scope)
    yield from relations.create(created, scope)
    yield from foreign.adds([each for each in born if each not in inline], scope)
    yield from sequences.drop(scope)
    yield from wholes.create()


def _in_the_way(change: Change, user: SchemaObject) -> bool:
    """Return whether a foreign key must go while a column of it changes its type."""
    if not isinstance(user, Constraint) or user.variant != "foreign":
        return False
    match change:
        case Modify(Column() as was, Column() as now):
            return (was.type, was.collation) != (now.type, now.collation)
        case Modify(Table() as was, Table() as now):
            return was.option("engine") != now.option("engine")
    return False
