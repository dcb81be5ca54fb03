"""Finds out of a statement that a crash cut off whether it did its work, by what the database shows now.

The schema is compared with the ones that a dev database has before and after the statement; only what the
statement changes there counts.  Of rows a schema tells nothing: a statement that changes them alone stays in
doubt, and a person has to look.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from migrate.database.revision import Revision
from migrate.database.target import Target
from migrate.dialects.base import BuildsBeside, Session
from migrate.directory.directory import Directory
from migrate.directory.file import MigrationFile
from migrate.errors import MigrateError, PartialError
from migrate.operations.events import FoundOut, Listener
from migrate.operations.pending import Next
from migrate.operations.prepare import statements_of
from migrate.operations.repair import record_progress
from migrate.operations.resume import doubtful, resume_at
from migrate.schema.changes import Change, Drop
from migrate.schema.diff import diff
from migrate.schema.merge import concerned
from migrate.schema.model import Schema
from migrate.schema.words import told
from migrate.sql.statement import Statement

if TYPE_CHECKING:
    from migrate.operations.replay import Replay

_AGAIN = frozenset({"VACUUM", "ANALYZE", "REINDEX", "OPTIMIZE", "CHECK", "REPAIR", "FLUSH", "GRANT"})
"""First words of statements that may be run twice: they change neither the schema nor a row."""

_PROGRAMS = frozenset({"CALL", "EXECUTE", "DO", "BEGIN", "IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR"})
"""First words of statements that may have done a part of what they do, of which a schema tells nothing."""

_WITH_ROWS = re.compile(r"CREATE\s+(?:OR\s+REPLACE\s+)?TABLE\b.*\bSELECT\b", re.IGNORECASE | re.DOTALL)

Replays = Callable[[Target], "Replay"]
"""Opens the replay of a directory beside a target.  Raises UsageError or DatabaseError if that cannot be."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a statement did its work, ``None`` if that cannot be told, and then why."""

    done: bool | None
    why: str = ""


def find_out(
    directory: Directory,
    target: Target,
    rows: Sequence[Revision],
    items: Sequence[Next],
    *,
    replays: Replays | None,
    tell: Listener,
) -> bool:
    """Settle what is in doubt of the files that are to be run, and return whether anything was.

    Only who holds the lock may call this: what looks cut off may be another runner at work.
    Raises PartialError for a statement of which nobody can know.
    """
    found = False
    for item in items:
        row, file = item.revision, item.file
        if row is None or row.running is None:
            continue
        place = f"{directory.path}/{file.name}"
        statements = statements_of(file, target, place=place)
        try:
            resume_at(row, statements, target.dialect, name=file.name, place=place)
            continue
        except PartialError as doubt:
            finding = _look(target, rows, row, file, statements, replays)
            if finding.done is None:
                doubt.hint = f"{finding.why}\n{doubt.hint}"
                raise
        number = row.running
        applied = number if finding.done else number - 1
        detail = {"statement": number, "done": finding.done, "by": "observation"}
        record_progress(target, row, file, statements, applied, detail=detail)
        tell(FoundOut(file.name, number, finding.done))
        found = True
    return found


def _look(
    target: Target,
    rows: Sequence[Revision],
    row: Revision,
    file: MigrationFile,
    statements: Sequence[Statement],
    replays: Replays | None,
) -> Finding:
    """Return what the live database shows of the statement that a row says was running."""
    number = row.running or 0
    if len(doubtful(number, statements)) > 1:
        return Finding(None, "from LOCK TABLES to UNLOCK TABLES nothing could be noted")
    if number > len(statements):
        return Finding(None, "the statement is no longer in the file")
    statement, dialect = statements[number - 1], target.dialect
    if isinstance(dialect, BuildsBeside) and dialect.builds_beside(statement):
        beside = _beside(dialect, target.session, statement)
        if beside is not None:
            return beside
    if statement.keyword in _AGAIN:
        return Finding(False)
    if statement.keyword in _PROGRAMS:
        return Finding(None, "it may have done a part of what it does")
    if replays is None:
        return Finding(None, "with a dev database (--dev-url) the schema before and after it can be compared")
    try:
        before, after = _around(replays(target), rows, row, file, statements)
        return _compared(target, statement, before, after)
    except MigrateError as error:
        return Finding(None, f"a dev database could not show what it does: {error.message}")


def _beside(dialect: BuildsBeside, session: Session, statement: Statement) -> Finding | None:
    """Return what became of the build of an index; what is left of one that was cut off is dropped."""
    if statement.keyword == "REINDEX":
        for name in dialect.left_by(session, statement):
            session.query(dialect.drops_beside(name))
        return Finding(False)
    if not dialect.names_index(statement):
        return None
    index = dialect.index_of(session, statement)
    if index is not None and not index[1]:
        session.query(dialect.drops_beside(index[0]))
        return Finding(False)
    return Finding(index is not None)


def _around(
    replay: Replay,
    rows: Sequence[Revision],
    row: Revision,
    file: MigrationFile,
    statements: Sequence[Statement],
) -> tuple[Schema, Schema]:
    """Return the schemas that a dev database has before and after the statement."""
    number = row.running or 0
    whole = [each for each in rows if each.is_complete]
    half = replace(row, applied=number - 1, running=None, error=row.error or "cut off")
    with replay.opened([*whole, half]) as session:
        for each in statements[: number - 1]:
            if session.dialect.keeps_setting(each):
                session.run(each)
        before = session.dialect.inspect(session)
        session.run(statements[number - 1])
        session.reset()
        return before, session.dialect.inspect(session)


def _compared(target: Target, statement: Statement, before: Schema, after: Schema) -> Finding:
    """Return which of two schemas the live one is like, where they differ."""
    rules = target.dialect.diff_rules
    changes = diff(before, after, rules)
    if not changes:
        return Finding(None, "it leaves the schema as it is, and of rows nothing is noted: look at them")
    live = target.dialect.inspect(target.session)
    about = concerned(changes)

    def differs(other: Schema) -> tuple[Change, ...]:
        return tuple(each for each in diff(live, other, rules) if about & concerned([each]))

    if all(isinstance(each, Drop) for each in changes):
        # What is being dropped may have been made useless first: that it is there is enough.
        there = [each.ident in live.by_ident() for each in changes]
        if not any(there):
            return Finding(True)
        if all(there):
            return Finding(False)
    if not differs(before):
        return Finding(False)
    if left := differs(after):
        lacking = told(left, limit=20)
        return Finding(
            None, f"the database is as neither before it nor after it, which differs in\n{lacking}"
        )
    if _WITH_ROWS.match(statement.text) and not _fills_whole(target):
        return Finding(None, "the table is there, but its rows may not be all: count them")
    return Finding(True)


def _fills_whole(target: Target) -> bool:
    """Return whether a table that is made with rows has all of them after a crash of the server, or is gone.

    So it is since MariaDB 10.6 (MDEV-23842) and MySQL 8.0.21.
    """
    since = {"mariadb": (10, 6), "mysql": (8, 0, 21)}
    return target.session.version >= since.get(target.dialect.name, ())
