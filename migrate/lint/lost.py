"""What a file takes away for good: not what it makes anew, nor a table that it only builds anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, TypeVar

from migrate.lint.facts import Observed, ObservedFile
from migrate.lint.text import reads, table_after
from migrate.schema.changes import Add, Change, Drop, Rename
from migrate.schema.model import Column, Ident, SchemaObject, Table

Kind = TypeVar("Kind", bound=SchemaObject)


class Rebuilt(NamedTuple):
    """A table that was built anew: what dropped it and under which name, it before the file, and now."""

    drop: Observed
    dropped: Ident
    old: Table
    new: Table


def lost(file: ObservedFile, kind: type[Kind]) -> Iterator[tuple[Observed, Kind]]:
    """Yield the objects that were there before the file and are not behind it, each with what took it.

    One that was renamed before it was dropped is looked for under the name that others know.
    """
    if not file.statements:
        return
    left = file.statements[-1].after.by_ident().keys()
    first: dict[Ident, Ident] = {}
    for observed in file.statements:
        for each in observed.dropped(kind):
            if first.get(each.ident, each.ident) not in left:
                yield observed, each
        for change in observed.changes:
            if isinstance(change, Rename):
                first[change.new.ident] = first.pop(change.old.ident, change.old.ident)


def lost_tables(file: ObservedFile) -> Iterator[tuple[Observed, Table]]:
    """Yield the tables whose rows go; one whose rows go over into another of its name is only rebuilt."""
    anew = {(each.drop.index, each.dropped) for each in rebuilt(file)}
    for observed in file.statements:
        for table in observed.dropped(Table):
            if (observed.index, table.ident) not in anew:
                yield observed, table


def lost_columns(file: ObservedFile) -> Iterator[tuple[Observed, Column]]:
    """Yield the columns whose values go, by a DROP COLUMN or in a table that is built anew without them.

    What is computed is not lost, if a column of its name is computed behind the file.
    """
    left = file.statements[-1].after.by_ident() if file.statements else {}
    for observed in file.statements:
        for column in observed.dropped(Column):
            now = left.get(column.ident)
            again = isinstance(now, Column) and now.generated is not None
            if column.generated is None or (column.stored and not again):
                yield observed, column
    for each in rebuilt(file):
        for column in each.old.columns:
            if each.new.column(column.name) is None and (column.generated is None or column.stored):
                yield each.drop, column


def rebuilt(file: ObservedFile) -> Iterator[Rebuilt]:
    """Yield the tables that go once their rows are in another one, which has their name in the end.

    The other one takes the name when it is free, or the table gives it away before.
    """
    statements = file.statements
    for at, observed in enumerate(statements):
        for change in observed.changes:
            if not isinstance(change, Drop) or not isinstance(change.object, Table):
                continue
            name = change.ident
            for before in reversed(statements[:at]):
                for rename in before.changes:
                    if isinstance(rename, Rename) and rename.new.ident == name:
                        name = rename.old.ident
            copy = copied(statements, change.object, observed)
            old, new = statements[0].before.table(name), statements[-1].after.table(name)
            if copy is not None and old is not None and new is not None and copy.target == name:
                yield Rebuilt(observed, change.ident, old, new)


class Copy(NamedTuple):
    """What copied rows of one table into another one, and what that is called in the end."""

    by: Observed
    into: Table
    target: Ident


def copied(statements: Sequence[Observed], table: Table, drop: Observed | None = None) -> Copy | None:
    """Return what copied rows of a table, before its drop, into another one that is there at the end.

    They may have gone on from there.  Whether all rows were copied, and all of each, nobody can tell.
    """
    held: dict[Ident, Copy | None] = {table.ident: None}
    is_dropped = False
    for observed in statements:
        for change in observed.changes:
            if not is_dropped and _comes(change) == table.ident:
                held = {table.ident: None}  # what was copied was another table of that name
            else:
                _move(held, change)
        if observed is drop:
            is_dropped = True
            held.pop(table.ident, None)
            continue
        text = observed.text.casefold()
        sources = [each for each in held if each.name.casefold() in text and reads(observed, each.name)]
        into = (next(iter(observed.added(Table)), None) or table_after(observed, "INTO")) if sources else None
        if into is not None and into.ident not in held:
            first = held[sources[0]]
            held[into.ident] = (
                Copy(first.by, first.into, into.ident) if first else Copy(observed, into, into.ident)
            )
    last = statements[-1].after if statements else None
    there = ((at, copy) for at, copy in held.items() if copy and last and last.table(at))
    return next((copy._replace(target=at) for at, copy in there), None)


def _move(held: dict[Ident, Copy | None], change: Change) -> None:
    """Let the rows go where their table goes."""
    match change:
        case Drop(each) | Add(each):
            held.pop(each.ident, None)
        case Rename(old, new) if old.ident in held:
            held[new.ident] = held.pop(old.ident)


def _comes(change: Change) -> Ident | None:
    """Return the name that a change gives to something."""
    match change:
        case Add(each) | Rename(_, each):
            return each.ident
    return None


def followed(name: Ident, statements: Sequence[Observed]) -> Ident:
    """Return what an object is called behind some statements that rename it, or do not."""
    for observed in statements:
        for change in observed.changes:
            if isinstance(change, Rename) and change.old.ident == name:
                name = change.new.ident
    return name
