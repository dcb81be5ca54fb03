"""The verb that tells whether a directory holds what its sum file says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from migrate.directory.disk import Reading
    from migrate.errors import DirectoryError, MigrateError


@dataclass(frozen=True, slots=True)
class ValidateReport:
    """Whether a directory holds what its sum file says, and everything that is wrong with it.

    ``replayed`` names the dev database on which all files ran, if they were run at all.
    """

    dir: Path
    valid: bool
    files: int
    latest: str | None
    total: str | None
    problems: tuple[MigrateError, ...]
    replayed: str | None = None


def validate(reading: Reading) -> ValidateReport:
    """Say everything that is wrong with a directory that was read."""
    directory = reading.directory
    problems: tuple[DirectoryError, ...] = (*reading.unread.values(), *directory.file_problems())
    if directory.sum_name not in reading.unread:
        # What could not be read is not also called removed.
        problems += tuple(directory.sum_problems(unread=frozenset(reading.unread)))
    newest = directory.ups[-1:]
    return ValidateReport(
        dir=directory.path,
        valid=not problems,
        files=len(directory.files),
        latest=newest[0].version if newest else None,
        total=None if problems else directory.sums.total,
        problems=problems,
    )
