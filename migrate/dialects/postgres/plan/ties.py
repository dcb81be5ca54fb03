"""What ties objects to one another: done after all is there, undone before anything goes."""

from __future__ import annotations

from collections.abc import Iterator

from migrate.dialects.postgres import names, types
from migrate.dialects.postgres.plan import columns, kinds, onto, tables
from migrate.schema.changes import Add, Change, Drop, Modify
from migrate.schema.model import Column, Constraint, Ident, Index, SchemaObject, Sequence, Table
from migrate.schema.plan import Step


def tied(change: Change, kept: dict[Ident, Column]) -> Iterator[Step]:
    """Yield what ties a new object to another: a sequence to its column, a part to its whole.

    ``kept`` are the columns that hold values already.
    """
    match change:
        case Add(Table() as table):
            yield from tables.attach(None, table)
        case Modify(Table() as was, Table() as now):
            yield from tables.attach(was, now)
        case Add(Index() | Constraint() as part):
            yield from onto.attach_index(part)
        case Modify(Index() | Constraint() as was, Index() | Constraint() as now):
            if was.option("partition_of") != now.option("partition_of"):
                yield from onto.attach_index(now)
        case Add(Sequence() as sequence):
            yield from kinds.owned(sequence)
            if sequence.owned_by in kept:
                yield from columns.caught_up(kept[sequence.owned_by], names.of(sequence))
        case Modify(Sequence() as was, Sequence() as now) if was.owned_by != now.owned_by:
            yield from kinds.owned(now)


def loosed(change: Change) -> Iterator[Step]:
    """Yield what lets an object go from another before anything else: a part, a child, a sequence."""
    match change:
        case Modify(Table() as was, Table() as now):
            yield from tables.detach(was, now)
        case Modify(Sequence() as was, Sequence() as now) if was.owned_by not in (None, now.owned_by):
            for step in kinds.owned(was):
                yield from (Step(sql, (step.sql,)) for sql in step.undo or ())


def not_nulls_aside(changes: tuple[Change, ...]) -> Iterator[Step]:
    """Yield what takes the name of a NOT NULL constraint from a column that goes, for one that stays."""
    stay = [
        change.object if isinstance(change, Add) else change.new
        for change in changes
        if not isinstance(change, Drop)
    ]
    wanted = {
        (names.home(each), names.not_null(each))
        for each in stay
        if isinstance(each, Column) and not each.nullable
    }
    for change in changes:
        match change:
            case Drop(Column(nullable=False) as column) if (
                names.home(column),
                names.not_null(column),
            ) in wanted:
                head = f"ALTER TABLE {names.home(column)} RENAME CONSTRAINT"
                pair = names.quote(names.not_null(column)), types.old_name(names.not_null(column))
                yield Step(
                    f"{head} {pair[0]} TO {pair[1]}", (f"{head} {pair[1]} TO {pair[0]}",), cause=change
                )


def aside_dropped(each: SchemaObject) -> Step:
    """Return the step that drops a type whose successor has taken its place."""
    return Step(f"DROP TYPE {names.quote(each.schema)}.{types.old_name(each.name)}")
