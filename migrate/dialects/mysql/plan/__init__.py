"""From changes to statements, in the order that MySQL and MariaDB accept them.

What is made whole (views, triggers, routines, events) is dropped first and made last; foreign keys fall
before the tables are touched and come when all of them stand; what changes on one table is one
ALTER TABLE, which the server does wholly or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from migrate.dialects.mysql import features
from migrate.dialects.mysql.diff import RULES
from migrate.dialects.mysql.plan.work import Work
from migrate.schema.changes import Change, Modify
from migrate.schema.diff import diff
from migrate.schema.model import Column, Constraint, Schema, SchemaObject, Table
from migrate.schema.order import with_dependents
from migrate.schema.plan import Plan
from migrate.schema.stored import fingerprint


def plan(changes: Iterable[Change], old: Schema, new: Schema) -> Plan:
    """Return the steps that make the changes in a database that is as ``old``.

    DDL commits at once here: no step can be taken back but by its undo.
    """
    all_changes = with_dependents(changes, old, new, _in_the_way)
    steps = Work(all_changes, old, new, features.of(old if old.settings else new)).steps()
    return Plan(tuple(steps), fingerprint(old), fingerprint(new))


def create(schema: Schema) -> Plan:
    """Return the steps that build a schema in an empty database."""
    empty = replace(schema, objects=())
    return plan(diff(empty, schema, RULES), empty, schema)


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
