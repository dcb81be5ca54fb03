"""Turns pending files into work: scanned, checked whole, before the first statement of any of them runs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from migrate.database.revision import Kind
from migrate.database.work import Work
from migrate.dialects.base import DEFAULT_LIMITS, Dialect, Limits, guard_of
from migrate.directory import naming
from migrate.errors import FileError, UsageError
from migrate.operations.resume import resume_at
from migrate.sql.directives import FileDirectives
from migrate.sql.position import excerpt, position
from migrate.sql.reading import read
from migrate.sql.transaction import first_transaction_control, own_transactions
from migrate.sql.txmode import TxMode

if TYPE_CHECKING:
    from migrate.database.target import Target
    from migrate.directory.file import MigrationFile
    from migrate.operations.pending import Next
    from migrate.sql.statement import Statement

_SETS_LOCK = re.compile(r"\b(?:lock_timeout|lock_wait_timeout|busy_timeout)\b", re.IGNORECASE)
_SETS_STATEMENT = re.compile(
    r"\b(?:statement_timeout|max_statement_time|max_execution_time)\b", re.IGNORECASE
)
_SAVEPOINTS = ("SAVEPOINT", "RELEASE", "ROLLBACK")
"""Where each statement has a transaction of its own, a point to go back to is gone at the next."""


def prepare(
    items: Sequence[Next],
    target: Target,
    *,
    folder: Path,
    mode: TxMode,
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[Work, ...]:
    """Return the work that pending files make; ``limits`` hold for files that name no others.

    Raises UsageError, FileError, ScanError, EditedError, PartialError: the first thing that is wrong with
    any of them.
    """
    if mode is TxMode.ALL and not target.dialect.transactional_ddl:
        raise UsageError(
            f"--tx-mode all cannot be kept on {target.dialect.name}: there, each DDL statement commits",
            hint="leave --tx-mode out: progress is recorded statement by statement, and a failure resumes",
        )
    works = tuple(work_of(item, target, folder=folder, mode=mode, limits=limits) for item in items)
    if mode is TxMode.ALL:
        for work in works:
            _refuse_apart(work, target)
    return works


def work_of(item: Next, target: Target, *, folder: Path, mode: TxMode, limits: Limits) -> Work:
    """Return the work that one file makes."""
    file, place = item.file, f"{folder}/{item.file.name}"
    text = file.text
    rules = target.dialect.scan_rules
    reading = read(text, rules, place=place, checks=file.checks)
    if target.dialect.transactional_ddl and (reading.directives.tx_mode or mode) is not TxMode.NONE:
        reading = reading.in_ours(rules)
    directives, statements, _, checks = reading
    kind = Kind.CHECKPOINT if file.kind is naming.Kind.CHECKPOINT else Kind.APPLIED
    start = 0
    if item.revision is not None:
        start = resume_at(item.revision, statements, target.dialect, name=file.name, place=place)
    work = Work(
        file,
        text,
        statements,
        directives.tx_mode or mode,
        kind=kind,
        start=start,
        place=place,
        limits=_limits(limits, directives, statements, target.dialect),
        checks=checks,
    )
    if work.mode is not TxMode.NONE:
        _refuse_control(work, target)
        guard = guard_of(target.session)
        if guard is not None:
            misplaced = guard.misplaced(work.todo)
            if misplaced is not None:
                raise _at(
                    work,
                    statements[start + misplaced],
                    "this pragma does nothing inside a transaction",
                    "move it to the head or the tail of the file, where it runs outside of the transaction,"
                    " or put `-- migrate:txmode none` at the head",
                )
    return work


def _limits(
    limits: Limits, said: FileDirectives, statements: Sequence[Statement], dialect: Dialect
) -> Limits:
    """Return how long the statements of a file may wait and run; what it sets by SQL is left to it."""
    settings = "\n".join(each.text for each in statements if dialect.keeps_setting(each))
    lock = limits.lock if said.lock_timeout is None else said.lock_timeout or None
    statement = limits.statement if said.statement_timeout is None else said.statement_timeout or None
    return Limits(
        None if _SETS_LOCK.search(settings) else lock,
        None if _SETS_STATEMENT.search(settings) else statement,
    )


def statements_of(file: MigrationFile, target: Target, *, place: str) -> tuple[Statement, ...]:
    """Cut a file into statements.  Raises FileError, or ScanError with the place in the file."""
    return read(file.text, target.dialect.scan_rules, place=place).statements


def _refuse_control(work: Work, target: Target) -> None:
    """Refuse a file that would end the transaction which we keep its record in.

    Where each statement has one of its own, the file may have others, as long as it ends what it opens.
    """
    rules = target.dialect.scan_rules
    control = first_transaction_control(work.statements, rules)
    if not target.dialect.transactional_ddl:
        pairs = own_transactions(work.statements, rules)
        control = control if pairs is None else _astray(work.statements, pairs)
    if control is not None:
        raise _at(
            work,
            control,
            f"{work.file.name} manages its own transaction",
            "take that out: we keep the record of the file in a transaction of ours;"
            " or put `-- migrate:txmode none` at its head: it is then run statement by statement, as it is",
        )


def _astray(statements: Sequence[Statement], pairs: Sequence[tuple[int, int]]) -> Statement | None:
    """Return the first statement about a savepoint that stands in none of the file's transactions."""
    inside = {index for first, last in pairs for index in range(first, last + 1)}
    found = (each for index, each in enumerate(statements) if index not in inside)
    return next((each for each in found if each.keyword in _SAVEPOINTS), None)


def _refuse_apart(work: Work, target: Target) -> None:
    """Refuse a file that cannot stand in one transaction with others."""
    hint = "leave --tx-mode all out, or stop before this file with --to-version"
    if work.mode is TxMode.NONE:
        raise FileError(
            f"{work.file.name} says `txmode none`, so it cannot be part of --tx-mode all",
            where=work.place,
            hint=hint,
        )
    guard = guard_of(target.session)
    if guard is not None and any(guard.outside(work.todo)):
        raise FileError(
            f"{work.file.name} has pragmas that must run outside of a transaction,"
            " so it cannot be part of --tx-mode all",
            where=work.place,
            hint=hint,
        )


def _at(work: Work, statement: Statement, message: str, hint: str) -> FileError:
    offset = statement.offset
    return FileError(
        message,
        where=f"{work.place}:{position(work.text, offset)}",
        hint=hint,
        excerpt=excerpt(work.text, offset),
    )
