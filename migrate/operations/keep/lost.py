"""What each pending file would destroy, seen on a dev database: two schemas and what became of the first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from migrate.database.kept import Kind
from migrate.errors import PlanError
from migrate.schema.changes import Modify
from migrate.schema.identity import Renames, by_identity, by_statement, composed, tables_said
from migrate.schema.plan import HazardKind
from migrate.sources.run import Cut, steps

if TYPE_CHECKING:
    from migrate.database.revision import Revision
    from migrate.dialects.base import Dialect, Session
    from migrate.directory.file import MigrationFile
    from migrate.operations.replay import Replay
    from migrate.schema.model import Column, Ident, Schema, Table

_MAY_LOSE = re.compile(r"\b(?:drop|alter|rename|replace|call|do|execute|select)\b", re.I)
_SAYS = re.compile(r"\b(?:RENAME|CHANGE|DROP|REPLACE)\b", re.I)
_REPLACES = re.compile(r"^\s*CREATE\s+OR\s+REPLACE\s+TABLE\s+([^(]+)", re.I)
_USING = re.compile(r"\busing\b", re.I)


@dataclass(frozen=True, slots=True)
class Lost:
    """What one file destroys of one table: ``columns`` in the names before it, empty for all of it.

    ``now`` is the table as the file leaves it, ``None`` if it is gone; ``names`` its columns before, each
    with its name after.
    """

    kind: Kind
    table: Table
    columns: tuple[str, ...] = ()
    now: Table | None = None
    names: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A file that has run on a dev database.

    ``renames`` are of what is the same under another name, ``gone`` the tables and columns that are not,
    though something has their name afterwards.
    """

    before: Schema
    after: Schema
    renames: Renames
    gone: frozenset[Ident] = frozenset()
    text: str = ""


def may_lose(file: MigrationFile) -> bool:
    """Return whether a file has one of the words without which nothing is destroyed."""
    return _MAY_LOSE.search(file.text) is not None


def losses(
    replay: Replay, applied: Sequence[Revision], files: Sequence[MigrationFile]
) -> Iterator[tuple[MigrationFile, tuple[Lost, ...]]]:
    """Yield the files that destroy something, with what, in the order in which they run.

    Raises StatementFailed, with its place, for a file that does not run.
    """
    last = max((place for place, file in enumerate(files) if may_lose(file)), default=-1)
    if last < 0:
        return
    with replay.opened(applied) as session:
        for file in files[: last + 1]:
            cut = replay.cut(session, file)
            if not may_lose(file):
                for step in steps(session, cut):
                    step.run()
                continue
            found = lost(_passage(session, cut), session.dialect)
            if found:
                yield file, found


def lost(passage: Passage, dialect: Dialect) -> tuple[Lost, ...]:
    """Return what a file destroyed: tables, columns of tables that stay, values of columns that stay."""
    after = {each.ident: each for each in passage.after.tables()}
    found: list[Lost] = []
    for table in passage.before.tables():
        same = table.ident not in passage.gone
        now = after.get(passage.renames.get(table.ident, table.ident) if same else table.ident)
        names = {each.name: _name_after(each, passage.renames) for each in table.columns}
        if now is None or not same:
            kind = Kind.TABLE if now is None else Kind.REMADE
            found.append(Lost(kind, table, now=now, names=names))
        if now is not None:
            found += _of_columns(table, now, names, passage, dialect)
    whole = {each.table.ident for each in found if each.kind is Kind.TABLE}
    return tuple(each for each in found if not _in_whole(each.table, whole))


def _of_columns(
    table: Table, now: Table, names: Mapping[str, str], passage: Passage, dialect: Dialect
) -> Iterator[Lost]:
    dropped: list[str] = []
    changed: list[str] = []
    for column in table.columns:
        goal = now.column(names[column.name])
        if column.generated is not None:
            continue
        if goal is None:
            dropped.append(column.name)
        elif column.ident in passage.gone or _narrows(column, goal, table, now, passage, dialect):
            changed.append(column.name)
    for kind, columns in ((Kind.COLUMNS, dropped), (Kind.VALUES, changed)):
        if columns:
            yield Lost(kind, table, tuple(columns), now, names)


def _narrows(old: Column, new: Column, table: Table, now: Table, passage: Passage, dialect: Dialect) -> bool:
    """Return whether values may not come through a change of type: what the database's own plan says."""
    if (old.type, old.collation, old.generated) == (new.type, new.collation, new.generated):
        return _values_gone(old, passage)
    if dialect.name == "sqlite":
        return True  # it is done by a copy, in whatever way the file says
    if dialect.name == "postgres" and _USING.search(passage.text):
        return True
    was = replace(old, schema=new.schema, table=new.table, name=new.name)
    try:
        plan = dialect.plan((Modify(was, new),), passage.before, passage.after)
    except PlanError:
        return True
    return any(each.kind is HazardKind.LOSES_DATA for each in plan.hazards)


def _values_gone(column: Column, passage: Passage) -> bool:
    """Return whether the type is an enum of its own that lost a value."""
    for was in passage.before.objects:
        if was.kind == "enum" and column.type.startswith(f"{was.schema}.{was.name}"):
            now = passage.after.by_ident().get(was.ident)
            return now is not None and not set(was.values) <= set(now.values)  # type: ignore[attr-defined]
    return False


def _in_whole(table: Table, whole: set[Ident]) -> bool:
    """Return whether it is a partition of a table that is kept whole, its rows among the others."""
    parent = table.option("partition_of")
    return parent is not None and any(
        parent.replace('"', "") == f"{each.schema}.{each.name}" for each in whole
    )


def _name_after(column: Column, renames: Renames) -> str:
    goal = renames.get(column.ident)
    return column.name if goal is None else goal.name


def _passage(session: Session, cut: Cut) -> Passage:
    before = session.dialect.inspect(session)
    if session.dialect.name == "postgres":
        for step in steps(session, cut):
            step.run()
        after = session.dialect.inspect(session)
        return Passage(before, after, by_identity(before, after), _gone_by_identity(before, after), cut.text)
    renames, gone = _watched(session, cut, before)
    return Passage(before, session.dialect.inspect(session), renames, gone, cut.text)


def _gone_by_identity(before: Schema, after: Schema) -> frozenset[Ident]:
    there = {each.oid for each in after.walk() if each.kind in ("table", "column")}
    lost_tables = {each.ident for each in before.tables() if each.oid not in there}
    columns = (column for table in before.tables() if table.oid in there for column in table.columns)
    return frozenset(lost_tables) | {each.ident for each in columns if each.oid not in there}


def _watched(session: Session, cut: Cut, before: Schema) -> tuple[Renames, frozenset[Ident]]:
    """Return what is renamed and what is gone, where the server does not number its objects.

    A table is gone at the statement after which its name of that moment is no longer there.
    """
    renames: Renames = {}
    tables = {each.ident: each.ident for each in before.tables()}
    for step in steps(session, cut):
        text = step.statement.text
        if not _SAYS.search(text):
            step.run()
            continue
        there = step.before
        step.run()
        moved = by_statement(text, there, step.after)
        left = {each.name.casefold(): each.ident for each in step.after.tables()}
        names = {first: current.name.casefold() for first, current in tables.items()}
        for source, goal in tables_said(text):
            for first, name in names.items():
                if name == source.casefold():
                    names[first] = goal.casefold()
                    break
        replaced = _replaced(text)
        tables = {first: left[name] for first, name in names.items() if name in left and name != replaced}
        if moved or renames:
            renames = composed(renames, moved, step.after)
    gone = frozenset(each.ident for each in before.tables() if each.ident not in tables)
    return {source: goal for source, goal in renames.items() if (source.parent or source) not in gone}, gone


def _replaced(text: str) -> str:
    """Return the name of the table that a statement makes in the place of another one, folded."""
    found = _REPLACES.match(text)
    return found[1].strip().rpartition(".")[2].strip('`" \n').casefold() if found else ""
