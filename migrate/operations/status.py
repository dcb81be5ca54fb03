"""Tells where a target stands; reads only, takes no lock, and needs no table to be there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from migrate.directory.naming import version_key
from migrate.errors import DatabaseError, HistoryError, LockTaken, MigrateError, PartialError
from migrate.operations.pending import Order, pending
from migrate.operations.standing import Standing, compare
from migrate.sql.txmode import TxMode

if TYPE_CHECKING:
    from migrate.database.revision import Revision
    from migrate.database.target import Target
    from migrate.directory.directory import Directory
    from migrate.directory.file import MigrationFile


class Condition(Enum):
    """What `apply` would do now."""

    OK = "ok"
    """Nothing: everything is applied."""
    PENDING = "pending"
    """Run files."""
    BLOCKED = "blocked"
    """Refuse, until a person has looked."""


@dataclass(frozen=True, slots=True)
class PartialFile:
    """A file that failed or was cut off: ``applied`` of ``total`` statements are kept.

    ``in_doubt`` is the number of a statement of which nobody knows whether it was applied.
    """

    version: str
    description: str
    applied: int
    total: int
    error: str | None
    statement: str | None
    in_doubt: int | None


@dataclass(frozen=True, slots=True)
class AppliedRow:
    """A version that is applied; ``at`` is UTC in ISO form."""

    version: str
    description: str
    kind: str
    at: str
    milliseconds: int


@dataclass(frozen=True, slots=True)
class StatusReport:
    """Where a target stands.

    ``pending``, ``out_of_order`` and ``edited`` are names of files, ``missing`` are versions.  ``next`` is
    the version that comes first of what is to be run.  ``problem`` is what `apply` would refuse with.
    """

    status: Condition
    current: str | None = None
    next: str | None = None
    applied: tuple[AppliedRow, ...] = ()
    pending: tuple[str, ...] = ()
    out_of_order: tuple[str, ...] = ()
    partial: tuple[PartialFile, ...] = ()
    edited: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    problem: MigrateError | None = None


def status(
    directory: Directory,
    target: Target,
    *,
    order: Order = Order.LINEAR,
    baseline: str | None = None,
    allow_dirty: bool = False,
) -> StatusReport:
    """Tell where a target stands against a directory, and what `apply` with these options would do.

    Raises DirectoryError if the directory is not what its sum file says, DatabaseError.
    """
    directory.verify()
    rows = target.revisions.read() or ()
    standing = compare(directory, rows)
    problem: MigrateError | None = None
    try:
        dirty = standing.is_new and baseline is None and not allow_dirty
        leftovers = target.leftovers() if dirty else ()
        items = pending(directory, rows, order=order, baseline=baseline, leftovers=leftovers).items
        begun = [item for item in items if item.revision is not None]
        if begun:
            from migrate.operations.prepare import prepare

            prepare(begun, target, folder=directory.path, mode=TxMode.FILE)
        files = [item.file for item in items]
    except HistoryError as error:
        problem = (_runner_at_work(target) if isinstance(error, PartialError) else None) or error
        files = _unfinished(directory, standing, order)
    return StatusReport(
        status=Condition.BLOCKED if problem else Condition.PENDING if files else Condition.OK,
        current=standing.current,
        next=files[0].version if files else None,
        applied=tuple(
            AppliedRow(row.version, row.description, row.kind.value, row.started_at, row.duration)
            for row in standing.applied
        ),
        pending=tuple(file.name for file in files),
        out_of_order=tuple(file.name for file in standing.out_of_order),
        partial=tuple(_partial(row) for row in (*standing.partial, *standing.attempts)),
        edited=tuple(file.name for file in standing.edited),
        missing=tuple(row.version for row in standing.missing),
        problem=problem,
    )


def _unfinished(directory: Directory, standing: Standing, order: Order) -> list[MigrationFile]:
    """Return what would be run if nothing stood in the way."""
    begun = {version_key(row.version) for row in standing.partial}
    known = (*directory.ups, *directory.checkpoints)
    files = [file for file in known if version_key(file.version) in begun]
    files += standing.waiting + (standing.out_of_order if order is Order.NON_LINEAR else ())
    return sorted(files, key=lambda file: version_key(file.version))


def _runner_at_work(target: Target) -> LockTaken | None:
    """Return who holds the lock, if somebody does: what looks cut off is then still running."""
    try:
        with target.lock(timeout=0):
            return None
    except LockTaken as error:
        return error
    except DatabaseError:  # who may only read may not lock either
        return None


def _partial(row: Revision) -> PartialFile:
    return PartialFile(
        row.version,
        row.description,
        row.applied,
        row.total,
        row.error,
        row.error_statement,
        row.running,
    )
