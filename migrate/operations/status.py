"""Tells where a target stands; reads only, takes no lock, and needs no table to be there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from migrate.database.revision import Revision
from migrate.database.target import Target
from migrate.directory.directory import Directory
from migrate.directory.naming import version_key
from migrate.operations.pending import Order
from migrate.operations.standing import Standing, compare


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
    the version that comes first of what is to be run.
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


def status(directory: Directory, target: Target, *, order: Order = Order.LINEAR) -> StatusReport:
    """Tell where a target stands against a directory.

    Raises DirectoryError if the directory is not what its sum file says, ConnectError.
    """
    directory.verify()
    standing = compare(directory, target.revisions.read() or ())
    late = standing.out_of_order
    begun = {version_key(row.version) for row in standing.partial}
    known = (*directory.ups, *directory.checkpoints)
    files = [file for file in known if version_key(file.version) in begun]
    files += standing.waiting + (late if order is Order.NON_LINEAR else ())
    files.sort(key=lambda file: version_key(file.version))
    return StatusReport(
        status=_condition(standing, order, pending=bool(files)),
        current=standing.current,
        next=files[0].version if files else None,
        applied=tuple(
            AppliedRow(row.version, row.description, row.kind.value, row.started_at, row.duration)
            for row in standing.applied
        ),
        pending=tuple(file.name for file in files),
        out_of_order=tuple(file.name for file in late),
        partial=tuple(_partial(row) for row in (*standing.partial, *standing.attempts)),
        edited=tuple(file.name for file in standing.edited),
        missing=tuple(row.version for row in standing.missing),
    )


def _condition(standing: Standing, order: Order, *, pending: bool) -> Condition:
    newest = standing.newest
    amid = any(newest is not None and version_key(row.version) < newest for row in standing.partial)
    if (
        standing.edited
        or standing.missing
        or any(row.running is not None for row in standing.partial)
        or (order is Order.LINEAR and standing.out_of_order)
        or (order is not Order.NON_LINEAR and amid)
    ):
        return Condition.BLOCKED
    return Condition.PENDING if pending else Condition.OK


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
