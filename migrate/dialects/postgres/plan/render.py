"""Which module makes, drops and alters which kind of object."""

from __future__ import annotations

from migrate.dialects.postgres.plan import columns, kinds, onto, routines, tables
from migrate.schema.model import (
    Column,
    Constraint,
    Index,
    Policy,
    Routine,
    Rule,
    SchemaObject,
    Table,
    Trigger,
    View,
)
from migrate.schema.plan import Step


def create(each: SchemaObject) -> list[Step]:
    """Return the steps that make an object, without comments, privileges and owner."""
    match each:
        case Table():
            return tables.create(each)
        case Column():
            return columns.create(each)
        case Constraint():
            return onto.create_constraint(each)
        case Index():
            return onto.create_index(each)
        case Trigger() | Rule() | Policy():
            return onto.create_onto(each)
        case View():
            return routines.create_view(each)
        case Routine():
            return routines.create_routine(each)
    return kinds.create(each)


def drop(each: SchemaObject) -> Step:
    """Return the step that drops an object."""
    match each:
        case Table():
            return tables.drop(each)
        case Column():
            return columns.drop(each)
        case Constraint():
            return onto.drop_constraint(each)
        case Index():
            return onto.drop_index(each)
        case Trigger() | Rule() | Policy():
            return onto.drop_onto(each)
        case View():
            return routines.drop_view(each)
        case Routine():
            return routines.drop_routine(each)
    return kinds.drop(each)


def alter(old: SchemaObject, new: SchemaObject) -> list[Step] | None:
    """Return the steps that alter an object in place, ``None`` if it must be made anew."""
    match old, new:
        case Table(), Table():
            return tables.alter(old, new)
        case Column(), Column():
            return columns.alter(old, new)
        case Constraint(), Constraint():
            return onto.alter_constraint(old, new)
        case Index(), Index():
            return onto.alter_index(old, new)
        case Trigger() | Rule() | Policy(), Trigger() | Rule() | Policy():
            return onto.alter_onto(old, new)
        case View(), View():
            return routines.alter_view(old, new)
        case Routine(), Routine():
            return routines.alter_routine(old, new)
    return kinds.alter(old, new)
