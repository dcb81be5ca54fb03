"""The verb that seals a directory anew after a meant change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrate.directory import disk, sumfile
from migrate.directory.sumfile import Mismatch, Reason
from migrate.errors import SumMismatch

if TYPE_CHECKING:
    from pathlib import Path

    from migrate.directory.directory import Directory
    from migrate.directory.disk import Reading


@dataclass(frozen=True, slots=True)
class Resealed:
    """One file whose line of the sum file changed, and why."""

    name: str
    reason: Reason
    before: str = ""


@dataclass(frozen=True, slots=True)
class HashReport:
    """What sealing a directory anew changed.

    ``unchecked`` counts the files behind the first that was edited or removed: the old sum file cannot
    tell whether they were edited, too.  ``replaced`` says why nothing could be compared: the sum file was
    missing or broken.  ``stale`` tells whether the sum file did not fit, ``written`` whether it was written.
    """

    sum_path: Path
    files: int
    changes: tuple[Resealed, ...]
    unchecked: int
    replaced: str | None
    stale: bool
    written: bool


def seal(reading: Reading, *, write: bool = True) -> HashReport:
    """Write the sum file that fits the files, and say what that changes.

    Raises DirectoryError if a file cannot be taken: a directory that cannot work is not sealed.
    """
    directory = reading.directory
    for problem in (*reading.unread.values(), *directory.file_problems()):
        if reading.unread.get(directory.sum_name) is not problem:
            raise problem
    sealed = directory.sealed()
    changes: tuple[Mismatch, ...] = ()
    unchecked = 0
    replaced = None
    if directory.sum_text is None:
        broken = reading.unread.get(directory.sum_name)
        replaced = broken.message if broken else "it was missing"
    else:
        try:
            changes = directory.mismatches()
            unchecked = _unchecked(directory, changes)
        except SumMismatch as error:
            replaced = error.message
    stale = sealed.sum_text != directory.sum_text
    if stale and write:
        disk.store(sealed)
    listed = tuple(Resealed(change.name, change.reason, change.before) for change in changes)
    files = len(sealed.sums.entries)
    return HashReport(directory.sum_path, files, listed, unchecked, replaced, stale, stale and write)


def _unchecked(directory: Directory, changes: tuple[Mismatch, ...]) -> int:
    """Count the sealed files behind the place where the old chain was lost."""
    lost = [change.line for change in changes if change.reason in (Reason.EDITED, Reason.REMOVED)]
    if not lost:
        return 0
    present = {file.name for file in directory.files}
    old = sumfile.parse(directory.sum_text or "")
    return sum(name in present for name, _ in old.entries[min(lost) - 1 :])
