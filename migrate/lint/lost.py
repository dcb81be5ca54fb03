"""What a file takes away for good: not what it makes anew, nor a table that it only builds anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from migrate.lint.facts import Observed, ObservedFile
from migrate.lint.text import reads, table_after
from migrate.schema.changes import Drop, Rename
from migrate.schema.model import Column, Ident, SchemaObject, Table

Kind = TypeVar("Kind", bound=SchemaObject)


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
    """Yield the tables whose rows go; one that another takes the name of, by a rename, is only rebuilt."""
    anew = {new.ident for _, _, new in rebuilt(file)}
    for observed in file.statements:
        for table in observed.dropped(Table):
            if table.ident not in anew:
                yield observed, table


def copied(statements: Sequence[Observed], table: Table, drop: Observed) -> tuple[Observed, Table] | None:
    """Return what copied rows of a table, before its drop, into another one that is there at the end.

    Whether all rows were copied, and all of each, nobody can tell from that.
    """
    left = {each.ident for each in statements[-1].after.tables()} if statements else set()
    for at, observed in enumerate(statements):
        if observed is drop:
            break
        target = next(iter(observed.added(Table)), None) or table_after(observed, "INTO")
        if target is None or target.ident == table.ident or not reads(observed, table):
            continue
        if followed(target.ident, statements[at:]) in left:
            return observed, target
    return None


def followed(name: Ident, statements: Sequence[Observed]) -> Ident:
    """Return what an object is called behind some statements that rename it, or do not."""
    for observed in statements:
        for change in observed.changes:
            if isinstance(change, Rename) and change.old.ident == name:
                name = change.new.ident
    return name


def lost_columns(file: ObservedFile) -> Iterator[tuple[Observed, Column]]:
    """Yield the columns whose values go, by a DROP COLUMN or in a table that is built anew without them."""
    for observed in file.statements:
        for column in observed.dropped(Column):
            if column.generated is None or column.stored:
                yield observed, column
    for observed, old, new in rebuilt(file):
        for column in old.columns:
            if new.column(column.name) is None and (column.generated is None or column.stored):
                yield observed, column


def rebuilt(file: ObservedFile) -> Iterator[tuple[Observed, Table, Table]]:
    """Yield what dropped a table, the table, and the one that was renamed to take its place."""
    for at, observed in enumerate(file.statements):
        for change in observed.changes:
            if not isinstance(change, Drop) or not isinstance(change.object, Table):
                continue
            for later in file.statements[at:]:
                for follower in later.changes:
                    if isinstance(follower, Rename) and follower.new.ident == change.ident:
                        assert isinstance(follower.new, Table)
                        yield observed, change.object, follower.new
