"""Where a database stands against a directory: pure comparison, which finds everything and judges nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrate.database.revision import Kind, Revision
from migrate.directory.file import MigrationFile
from migrate.directory.naming import VersionKey, version_key

if TYPE_CHECKING:
    from migrate.directory.directory import Directory


@dataclass(frozen=True, slots=True)
class Standing:
    """Files and rows, sorted into what they are to each other; each tuple is in order of versions.

    ``applied`` are the rows with nothing left to do, ``partial`` those with something, ``attempts`` those of
    failures that left nothing.  ``waiting`` are the files that come after the newest applied version,
    ``out_of_order`` those without a row that come before it; a partial file is in neither.
    ``edited`` files were applied with another content.  ``missing`` rows have no file.
    """

    applied: tuple[Revision, ...] = ()
    partial: tuple[Revision, ...] = ()
    attempts: tuple[Revision, ...] = ()
    waiting: tuple[MigrationFile, ...] = ()
    out_of_order: tuple[MigrationFile, ...] = ()
    edited: tuple[MigrationFile, ...] = ()
    missing: tuple[Revision, ...] = ()

    @property
    def is_new(self) -> bool:
        """Return whether nothing was ever applied here."""
        return not (self.applied or self.partial)

    @property
    def current(self) -> str | None:
        """Return the newest version that is applied whole."""
        return self.applied[-1].version if self.applied else None

    @property
    def newest(self) -> VersionKey | None:
        """Return the place of the newest version that has anything applied."""
        keys = [version_key(row.version) for row in (*self.applied[-1:], *self.partial[-1:])]
        return max(keys, default=None)


def compare(directory: Directory, revisions: Sequence[Revision]) -> Standing:
    """Compare a directory with the rows of a revisions table."""
    rows = sorted(revisions, key=lambda row: version_key(row.version))
    solid = [row for row in rows if not row.is_attempt]
    if not solid:
        return Standing(attempts=tuple(rows), waiting=directory.for_empty())
    files = {version_key(file.version): file for file in (*directory.ups, *directory.checkpoints)}
    known = {version_key(row.version) for row in solid}
    newest = version_key(solid[-1].version)
    covered = _covered(solid)
    open_files = [
        file
        for file in directory.ups
        if version_key(file.version) not in known and (covered is None or version_key(file.version) > covered)
    ]
    return Standing(
        applied=tuple(row for row in solid if row.is_complete),
        partial=tuple(row for row in solid if not row.is_complete),
        attempts=tuple(row for row in rows if row.is_attempt),
        waiting=tuple(file for file in open_files if version_key(file.version) > newest),
        out_of_order=tuple(file for file in open_files if version_key(file.version) < newest),
        edited=tuple(
            file
            for row in solid
            if row.is_complete and (file := files.get(version_key(row.version))) and was_edited(file, row)
        ),
        missing=_missing(solid, directory, set(files)),
    )


def was_edited(file: MigrationFile, row: Revision) -> bool:
    """Return whether a file is another than the one that was applied; line ends alone make no difference."""
    if not row.hash or file.hash == row.hash:
        return False
    unix = file.content.replace(b"\r\n", b"\n")
    variants = (unix, unix.replace(b"\n", b"\r\n"))
    return all(MigrationFile(file.name, variant).hash != row.hash for variant in variants)


def _covered(rows: Sequence[Revision]) -> VersionKey | None:
    """Return the version up to which a baseline or a checkpoint stands for every file."""
    covers = (Kind.BASELINE, Kind.CHECKPOINT)
    return max((version_key(row.version) for row in rows if row.kind in covers), default=None)


def _missing(rows: Sequence[Revision], directory: Directory, files: set[VersionKey]) -> tuple[Revision, ...]:
    """Return the rows whose files are gone, but for those that a checkpoint took the place of.

    It did so only for a database that came past the checkpoint's own version.
    """
    newest = version_key(rows[-1].version)
    passed = [version_key(file.version) for file in directory.checkpoints]
    folded = max((key for key in passed if key <= newest), default=None)
    return tuple(
        row
        for row in rows
        if (key := version_key(row.version)) not in files and (folded is None or key > folded)
    )
