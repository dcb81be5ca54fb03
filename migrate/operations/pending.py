"""Decides what is to be run next: a pure function from files and rows to work, or a told error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from migrate.directory.naming import version_key
from migrate.errors import (
    EditedError,
    MissingError,
    NotCleanError,
    OutOfOrderError,
    PartialError,
    UsageError,
)
from migrate.operations.standing import Standing, compare

if TYPE_CHECKING:
    from migrate.database.revision import Revision
    from migrate.directory.directory import Directory
    from migrate.directory.file import MigrationFile


class Order(Enum):
    """What becomes of files that stand before one that is applied."""

    LINEAR = "linear"
    """They are an error."""
    LINEAR_SKIP = "linear-skip"
    """They are passed over."""
    NON_LINEAR = "non-linear"
    """They are run first."""


@dataclass(frozen=True, slots=True)
class Next:
    """A file to run; ``revision`` is its row if it is half applied."""

    file: MigrationFile
    revision: Revision | None = None


@dataclass(frozen=True, slots=True)
class Pending:
    """What is to be run, in order; what was passed over; a baseline that is to be written first."""

    items: tuple[Next, ...]
    skipped: tuple[MigrationFile, ...] = ()
    baseline: MigrationFile | None = None


def pending(
    directory: Directory,
    revisions: Sequence[Revision],
    *,
    order: Order = Order.LINEAR,
    to: str | None = None,
    count: int | None = None,
    baseline: str | None = None,
    leftovers: Sequence[str] = (),
    allow_dirty: bool = False,
) -> Pending:
    """Decide what is to be run.

    ``to`` is the last version to run, ``count`` how many files at most.  ``baseline`` is the version at
    which a database without rows stands already; if there are rows it changes nothing.  ``leftovers`` names
    objects of a database without rows.

    Raises UsageError, EditedError, MissingError, OutOfOrderError, PartialError, NotCleanError.
    """
    if count is not None and count <= 0:
        raise UsageError(f"{count} is no number of files to apply", hint="give 1 or more")
    if count is not None and to is not None:
        raise UsageError("a count and a version to stop at are two answers to one question", hint="give one")
    target = directory.find(to) if to is not None else None
    standing = compare(directory, revisions)
    if standing.is_new:
        first = directory.find(baseline) if baseline is not None else None
        if first is None and leftovers and not allow_dirty:
            raise _not_clean(leftovers)
        files = _for_new(directory, target, first)
        return Pending(tuple(Next(file) for file in files[:count]), baseline=first)
    _refuse_going_back(standing)
    _refuse_disagreement(directory, standing)
    if target is not None and standing.current is not None:
        _refuse_backwards(standing.current, target)
    late = standing.out_of_order
    if late and order is Order.LINEAR:
        raise _out_of_order(directory, late, standing)
    if order is not Order.NON_LINEAR:
        _refuse_partial_amid(standing)
    partial = {version_key(row.version): row for row in standing.partial}
    files = [
        file for file in (*directory.ups, *directory.checkpoints) if version_key(file.version) in partial
    ]
    files += standing.waiting + (late if order is Order.NON_LINEAR else ())
    files.sort(key=lambda file: version_key(file.version))
    if target is not None:
        files = [file for file in files if version_key(file.version) <= version_key(target.version)]
    items = tuple(Next(file, partial.get(version_key(file.version))) for file in files[:count])
    return Pending(items, skipped=late if order is Order.LINEAR_SKIP else ())


def _for_new(
    directory: Directory, target: MigrationFile | None, baseline: MigrationFile | None
) -> list[MigrationFile]:
    """Return what a database without rows runs: the last checkpoint that is not too far, and what follows."""
    last = version_key(target.version) if target is not None else None
    if baseline is not None:
        start = version_key(baseline.version)
        files = [file for file in directory.ups if version_key(file.version) > start]
    else:
        near = [file for file in directory.checkpoints if last is None or version_key(file.version) <= last]
        files = list(directory.ups)
        if near:
            start = version_key(near[-1].version)
            files = [near[-1], *(file for file in files if version_key(file.version) > start)]
    return [file for file in files if last is None or version_key(file.version) <= last]


def _refuse_going_back(standing: Standing) -> None:
    """Refuse to go forward from the middle of a way back: the rows do not say what is there any more."""
    for row in standing.partial:
        if row.is_going_back:
            raise PartialError(
                row.error or "",
                hint="run that `migrate down` again: it goes on from where it stopped",
            )


def _refuse_disagreement(directory: Directory, standing: Standing) -> None:
    if standing.missing:
        row = standing.missing[0]
        raise MissingError(
            f"version {row.version}{_title(row.description)} is applied, but its file is not in the directory"
            + _others(len(standing.missing)),
            where=str(directory.path),
            hint="bring the file back, for instance from a newer commit; if the database was set back by"
            " hand, say so with `migrate set VERSION --forget-newer`",
        )
    if standing.edited:
        file = standing.edited[0]
        raise EditedError(
            f"{file.name} was edited after it was applied" + _others(len(standing.edited)),
            where=f"{directory.path}/{file.name}",
            hint="restore the file and put the change into a new one; if the database already is as the file"
            f" now says, run `migrate set {file.version}`",
        )


def _refuse_backwards(current: str, target: MigrationFile) -> None:
    if version_key(target.version) < version_key(current):
        raise UsageError(
            f"version {target.version} is passed already: the database is at {current}",
            hint=f"`migrate down --to-version {target.version}` leads back",
        )


def _refuse_partial_amid(standing: Standing) -> None:
    """Refuse a half applied file before an applied one: to go on with it is to work out of order."""
    newest = standing.newest
    for row in standing.partial:
        if newest is not None and version_key(row.version) < newest:
            raise PartialError(
                f"version {row.version}{_title(row.description)} is half applied"
                f" ({row.applied} of {row.total} statements), and newer versions are applied",
                hint=f"finish it with `migrate apply --exec-order non-linear`, or by hand and then"
                f" `migrate set {row.version}`",
            )


def _out_of_order(directory: Directory, late: Sequence[MigrationFile], standing: Standing) -> OutOfOrderError:
    file = late[0]
    return OutOfOrderError(
        f"{file.name} is not applied, but newer versions are (the database is at {standing.current})"
        + _others(len(late)),
        where=f"{directory.path}/{file.name}",
        hint="give it a newer version; or run it now with `--exec-order non-linear`,"
        " or pass over it with `--exec-order linear-skip`",
    )


def _not_clean(leftovers: Sequence[str]) -> NotCleanError:
    return NotCleanError(
        f"the database has no revisions, but is not empty: it holds {', '.join(leftovers[:3])}",
        hint="if it stands at some version already, say so with `--baseline VERSION`;"
        " if what is there is of no matter, `--allow-dirty`",
    )


def _title(description: str) -> str:
    return f" ({description})" if description else ""


def _others(count: int) -> str:
    return f", and {count - 1} more" if count > 1 else ""
