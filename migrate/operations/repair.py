"""Says by a person's word what the revisions table holds; nothing is run, and the history keeps the word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from migrate.database.history import Act, now
from migrate.database.recorder import Recorder
from migrate.database.revision import Kind, PrefixHash, Revision
from migrate.database.target import Target
from migrate.dialects.base import BEGIN, COMMIT, Command
from migrate.directory.directory import Directory
from migrate.directory.file import MigrationFile
from migrate.directory.naming import version_key
from migrate.errors import DatabaseError, ServerError, UsageError
from migrate.operations.prepare import statements_of
from migrate.operations.resume import doubtful, resume_at
from migrate.operations.standing import Standing, compare, was_edited
from migrate.sql.statement import Statement
from migrate.version import __version__

LOCK_TIMEOUT = 10.0


@dataclass(frozen=True, slots=True)
class SetReport:
    """What was written: all are versions, in order.

    ``marked`` had no row, ``completed`` were half applied, ``accepted`` had been edited after they were
    applied, ``forgotten`` were taken out of the table; ``newer`` stand above the version and stay.
    """

    current: str | None
    marked: tuple[str, ...] = ()
    completed: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    forgotten: tuple[str, ...] = ()
    newer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ResolveReport:
    """How far a version is now: ``applied`` of ``total`` statements."""

    version: str
    applied: int
    total: int


def set_version(
    directory: Directory,
    target: Target,
    version: str,
    *,
    baseline: bool = False,
    forget_newer: bool = False,
    lock_timeout: float = LOCK_TIMEOUT,
) -> SetReport:
    """Mark a version and every one before it as applied, and as what their files now say.

    ``baseline``: write one row that stands for all of them; only a table without rows takes it.
    ``forget_newer``: take the rows of newer versions out of the table.

    Raises UsageError, LockTaken, DirectoryError.
    """
    directory.verify()
    file = directory.find(version)
    with target.lock(timeout=lock_timeout):
        rows = target.revisions.read()
        if rows is None:
            target.create_tables()
        standing = compare(directory, rows or ())
        recorder = Recorder(target)
        if baseline:
            if not standing.is_new:
                raise UsageError(
                    f"the database has revisions already: it is at {standing.current}",
                    hint="leave --baseline out",
                )
            return _write(recorder, {file: "baseline"}, (), kind=Kind.BASELINE)
        wrong = _wrong(directory, file, standing)
        key = version_key(file.version)
        newer = tuple(
            row
            for row in (*standing.applied, *standing.partial, *standing.attempts)
            if version_key(row.version) > key
        )
        report = _write(recorder, wrong, newer if forget_newer else (), kind=Kind.SET)
        kept = () if forget_newer else tuple(row.version for row in newer if not row.is_attempt)
        current = max((file.version, *kept), key=version_key)
        return replace(report, current=current, newer=kept)


def resolve(
    directory: Directory,
    target: Target,
    version: str,
    *,
    statement: int,
    done: bool,
    lock_timeout: float = LOCK_TIMEOUT,
) -> ResolveReport:
    """Say of a statement that was cut off whether it was applied; ``statement`` counts from 1.

    Raises UsageError if that statement is not in doubt, EditedError, LockTaken, DirectoryError.
    """
    directory.verify()
    file = directory.find(version)
    place = f"{directory.path}/{file.name}"
    with target.lock(timeout=lock_timeout):
        rows = {version_key(row.version): row for row in target.revisions.read() or ()}
        row = rows.get(version_key(version))
        if row is None or row.running is None:
            raise UsageError(
                f"no statement of version {version} is in doubt", hint="`migrate status` tells how far it is"
            )
        statements = statements_of(file, target, place=place)
        # What was applied before must still be what the file begins with.
        resume_at(replace(row, running=None), statements, target.dialect, name=file.name, place=place)
        doubt = doubtful(row.running, statements)
        if statement not in doubt or (not done and statement != doubt[0]):
            which = f"{doubt[0]}" if len(doubt) == 1 else f"{doubt[0]} to {doubt[-1]}"
            raise UsageError(f"in doubt is statement {which} of {file.name}, not {statement}")
        applied = statement if done else statement - 1
        detail = {"statement": statement, "done": done}
        record_progress(target, row, file, statements, applied, detail=detail)
        return ResolveReport(row.version, applied, len(statements))


def record_progress(
    target: Target,
    row: Revision,
    file: MigrationFile,
    statements: Sequence[Statement],
    applied: int,
    *,
    detail: Mapping[str, object],
) -> None:
    """Record that so many statements of a file are applied, and none is in doubt."""
    whole = applied >= len(statements)
    settled = replace(
        row,
        applied=applied,
        total=len(statements),
        running=None,
        error=None if whole else "it was cut off; how far it is was found out afterwards",
        error_statement=None,
        hash=file.hash,
        prefix_hash="" if whole else PrefixHash(statements[:applied]).text(),
    )
    Recorder(target).write(Act("resolve", row.version, detail=detail), target.revisions.write(settled))


def _wrong(directory: Directory, last: MigrationFile, standing: Standing) -> dict[MigrationFile, str]:
    """Return the files up to ``last`` whose rows are to be written, each with why."""
    key = version_key(last.version)
    late = {version_key(file.version) for file in (*standing.out_of_order, *standing.waiting)}
    complete = {version_key(row.version): row for row in standing.applied}
    begun = {version_key(row.version) for row in standing.partial}
    wrong: dict[MigrationFile, str] = {}
    for file in sorted({*directory.ups, last}, key=lambda file: version_key(file.version)):
        place = version_key(file.version)
        if place > key:
            break
        if place in begun:
            wrong[file] = "completed"
        elif place in complete:
            if was_edited(file, complete[place]):
                wrong[file] = "accepted"
        elif place in late or standing.is_new or file is last:
            wrong[file] = "marked"
    return wrong


def _write(
    recorder: Recorder, files: dict[MigrationFile, str], forgotten: tuple[Revision, ...], *, kind: Kind
) -> SetReport:
    """Write rows and history, all or nothing."""
    target, commands = recorder.target, list[Command]()
    for file, why in files.items():
        row = Revision(
            version=file.version,
            description=file.description,
            kind=kind,
            started_at=now(),
            hash=file.hash,
            tool_version=__version__,
            applied_by=target.applied_by,
        )
        act = Act("baseline" if kind is Kind.BASELINE else "set", file.version, detail={"why": why})
        commands += [target.revisions.write(row), recorder.act(act)]
    for row in forgotten:
        act = Act("set", row.version, detail={"why": "forgotten", "applied": row.applied, "hash": row.hash})
        commands += [target.revisions.remove(row.version), recorder.act(act)]
    if commands:
        try:
            target.session.execute(BEGIN, *commands, COMMIT)
        except ServerError as error:
            raise DatabaseError(
                f"what is set could not be recorded: {error.message}",
                hint=error.hint or "let this user write to our tables; nothing was changed",
            ) from None

    def versions(why: str) -> tuple[str, ...]:
        return tuple(file.version for file, reason in files.items() if reason == why)

    last = list(files)[-1:]
    return SetReport(
        current=last[0].version if last else None,
        marked=versions("marked") + versions("baseline"),
        completed=versions("completed"),
        accepted=versions("accepted"),
        forgotten=tuple(row.version for row in forgotten),
    )
