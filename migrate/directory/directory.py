"""A migration directory as a value: its files in order and the text of the sum file that seals them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from migrate.directory import sumfile
from migrate.directory.naming import Kind, VersionKey, version_key
from migrate.errors import DirectoryError, FileError, SumMismatch, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from migrate.directory.file import MigrationFile
    from migrate.directory.sumfile import Mismatch, SumFile


@dataclass(frozen=True, slots=True)
class Directory:
    """What was read from ``path`` once; these bytes are what is validated and executed.

    ``files`` are all ``.sql`` files in byte order of their names.  ``sum_text`` is ``None`` where the sum
    file is missing.
    """

    path: Path
    files: tuple[MigrationFile, ...] = field(default=(), repr=False)
    sum_text: str | None = field(default=None, repr=False)
    sum_name: str = sumfile.DEFAULT_NAME
    _is_valid: bool = field(default=False, init=False, repr=False, compare=False)

    @property
    def ups(self) -> tuple[MigrationFile, ...]:
        """Return the files that lead forward, in order of their versions, without checkpoints."""
        return self._of(Kind.UP)

    @property
    def downs(self) -> tuple[MigrationFile, ...]:
        """Return the planned ways back, in order of their versions."""
        return self._of(Kind.DOWN)

    @property
    def checkpoints(self) -> tuple[MigrationFile, ...]:
        """Return the files that hold the whole schema up to their version, in order."""
        return self._of(Kind.CHECKPOINT)

    def for_empty(self) -> tuple[MigrationFile, ...]:
        """Return what an empty database runs: the last checkpoint, if any, and the ups after it."""
        last = self.checkpoints[-1:]
        if not last:
            return self.ups
        start = version_key(last[0].version)
        return last + tuple(file for file in self.ups if version_key(file.version) > start)

    def find(self, version: str) -> MigrationFile:
        """Return the up file or checkpoint of a version; versions of digits are compared by number.

        Raises UsageError if there is none.
        """
        key = version_key(version)
        for file in self.files:
            if file.kind is not Kind.DOWN and version_key(file.version) == key:
                return file
        raise UsageError(f"{self.path} has no version {version}", hint="`migrate ls` lists the versions")

    def down_of(self, version: str) -> MigrationFile | None:
        """Return the planned way back of a version, if there is one."""
        key = version_key(version)
        down = next((file for file in self.downs if version_key(file.version) == key), None)
        if down is not None:
            return down
        ups = (file for file in (*self.ups, *self.checkpoints) if version_key(file.version) == key)
        return next((file.way_back for file in ups), None)

    def upto(self, version: str) -> Directory:
        """Return the directory as it was when ``version`` was the newest; it is sealed anew.

        Raises UsageError if there is no such version.
        """
        key = version_key(self.find(version).version)
        return self.with_files(
            tuple(file for file in self.files if version_key(file.version) <= key)
        ).sealed()

    def with_files(self, files: tuple[MigrationFile, ...]) -> Directory:
        """Return the directory with other files under the same sum."""
        return replace(self, files=tuple(sorted(files, key=lambda file: file.name)))

    def add(self, *files: MigrationFile) -> Directory:
        """Return the directory with more files, sealed.

        Raises DirectoryError if the directory did not hold what its sum says: an edit must not be sealed
        along the way; or if it would not hold together with them.
        """
        self.verify()
        added = self.with_files(self.files + files).sealed()
        return added.verify()

    def sealed(self) -> Directory:
        """Return the directory with the sum file that fits its files."""
        return replace(self, sum_text=self.sums.text())

    @property
    def sums(self) -> SumFile:
        """Return the sum file that fits the files."""
        return sumfile.compute(self.covered)

    @property
    def covered(self) -> tuple[MigrationFile, ...]:
        """Return the files that the sum file speaks of: all, except where Atlas seals for golang-migrate.

        Atlas reads the pairs of golang-migrate by its own rules, and its ``atlas.sum`` then covers the files
        that lead forward alone (``sqltool.GolangMigrateDir`` of ariga/atlas).
        """
        ways_up = [file for file in self.files if file.kind is not Kind.DOWN]
        if (
            self.sum_name != sumfile.ATLAS_NAME
            or not all(file.paired for file in ways_up)
            or ".down.sql h1:" in (self.sum_text or "")
        ):
            return self.files
        return tuple(ways_up)

    def mismatches(self) -> tuple[Mismatch, ...]:
        """Return where files and sum file disagree.  Raises SumMismatch if the sum file itself is broken."""
        return sumfile.compare(self.covered, sumfile.parse(self.sum_text or "", where=str(self.sum_path)))

    @property
    def sum_path(self) -> Path:
        """Return where the sum file is or will be."""
        return self.path / self.sum_name

    def verify(self) -> Directory:
        """Return the directory itself if nothing is wrong with it, which is looked at once.

        Raises the first DirectoryError of :meth:`problems`.
        """
        if not self._is_valid:
            for problem in self.problems():
                raise problem
            object.__setattr__(self, "_is_valid", True)
        return self

    def problems(self) -> Iterator[DirectoryError]:
        """Yield everything that is wrong, as told errors: names, contents, then the sum."""
        yield from self.file_problems()
        yield from self.sum_problems()

    def file_problems(self) -> Iterator[FileError]:
        """Yield what is wrong with names and contents."""
        yield from self._name_problems()
        for file in self.files:
            try:
                file.check()
            except FileError as error:
                error.where = f"{self.path}/{error.where}"
                yield error

    def _name_problems(self) -> Iterator[FileError]:
        seen: dict[tuple[bool, VersionKey], MigrationFile] = {}
        for file in self.files:
            down = file.kind is Kind.DOWN
            # File systems and collations may not tell cases apart, so versions have to.
            first = seen.setdefault((down, version_key(file.version.lower())), file)
            if first is not file:
                yield FileError(
                    f"{first.name} and {file.name} are {'down' if down else 'up'} files of one version",
                    where=f"{self.path}/{file.name}",
                    hint="give one of them a newer version, then run `migrate hash`",
                )
        for file in self.files:
            try:
                twice = file.kind is not Kind.DOWN and file.way_back is not None
            except FileError:  # which check() tells
                continue
            if twice and (True, version_key(file.version.lower())) in seen:
                yield FileError(
                    f"{file.name} holds a way down, and version {file.version} has a down file as well",
                    where=f"{self.path}/{file.name}",
                    hint="keep one of the two",
                )
        for file in self.downs:
            if (False, version_key(file.version.lower())) not in seen:
                yield FileError(
                    f"{file.name} leads down from a version that no file leads up to",
                    where=f"{self.path}/{file.name}",
                    hint=f"add the up file of version {file.version}, or remove this one",
                )

    def sum_problems(self, *, unread: frozenset[str] = frozenset()) -> Iterator[SumMismatch]:
        """Yield where files and sum file disagree; ``unread`` names files that are there all the same."""
        if self.sum_text is None:
            if self.files:
                yield SumMismatch(
                    "the directory is not sealed: its sum file is missing",
                    where=str(self.sum_path),
                    hint="restore it from version control; for a new directory, run `migrate hash`",
                )
            return
        try:
            found = self.mismatches()
        except SumMismatch as error:
            yield error
            return
        for mismatch in found:
            if mismatch.name not in unread:
                yield mismatch.error(str(self.sum_path))

    def _of(self, kind: Kind) -> tuple[MigrationFile, ...]:
        return tuple(sorted((file for file in self.files if file.kind is kind), key=_place))


def _place(file: MigrationFile) -> tuple[VersionKey, str]:
    return version_key(file.version), file.name
