"""Which files are new: those that a branch adds, the last ones, those after a version, or those named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from migrate.directory.directory import Directory
from migrate.directory.file import MigrationFile
from migrate.directory.naming import version_key
from migrate.errors import UsageError
from migrate.lint.git import Branch


@dataclass(frozen=True, slots=True)
class Selection:
    """What is run first (``base``), the files that are watched, and the names of those to be told of.

    ``names`` is ``None`` for all of them: a file between those that were named is watched as well.
    ``branch`` is what git said, where it was asked; ``downs`` are the planned ways back of the files.
    """

    base: Directory
    files: tuple[MigrationFile, ...]
    names: frozenset[str] | None = None
    branch: Branch | None = None
    downs: tuple[MigrationFile, ...] = ()

    @property
    def told(self) -> tuple[MigrationFile, ...]:
        """Return the files that are told of."""
        return tuple(file for file in self.files if self.names is None or file.name in self.names)


def added(directory: Directory, branch: Branch) -> Selection:
    """Choose the files that a branch adds; older ones that stand behind the first of them run as well."""
    ups = directory.ups
    start = next((place for place, file in enumerate(ups) if file.name not in branch.old), len(ups))
    names = frozenset(file.name for file in ups[start:]) - branch.old
    return replace(_split(directory, ups[start:]), names=names, branch=branch)


def latest(directory: Directory, count: int) -> Selection:
    """Choose the last files that lead forward."""
    ups = directory.ups
    return _split(directory, ups[max(0, len(ups) - count) :])


def since(directory: Directory, version: str) -> Selection:
    """Choose the files after a version.  Raises UsageError if there is no such version."""
    key = version_key(directory.find(version).version)
    return _split(directory, tuple(file for file in directory.ups if version_key(file.version) > key))


def named(directory: Directory, words: Sequence[str]) -> Selection:
    """Choose files by path, name or version.  Raises UsageError for one that is not there."""
    ups = directory.ups
    places = sorted({_found(ups, word, directory) for word in words})
    first = _split(directory, ups[places[0] :])
    files = first.files[: places[-1] - places[0] + 1]
    return replace(first, files=files, names=frozenset(ups[place].name for place in places))


def _split(directory: Directory, files: tuple[MigrationFile, ...]) -> Selection:
    """Return a selection of the last files; what belongs to the others stays with the base."""
    if not files:
        return Selection(directory, ())
    first = version_key(files[0].version)
    base = tuple(file for file in directory.files if version_key(file.version) < first)
    new = {version_key(file.version) for file in files}
    downs = tuple(down for down in directory.downs if version_key(down.version) in new)
    return Selection(directory.with_files(base), files, downs=downs)


def _found(ups: Sequence[MigrationFile], word: str, directory: Directory) -> int:
    name = Path(word).name
    for place, file in enumerate(ups):
        if name in (file.name, file.version):
            return place
    raise UsageError(
        f"{directory.path} has no up file {word}", hint="name a file that leads forward, or its version"
    )
