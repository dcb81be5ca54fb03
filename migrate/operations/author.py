"""The verbs of an author: begin a project, write a file, seal, validate and list a directory."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from migrate.directory import disk, sumfile
from migrate.directory.file import MigrationFile
from migrate.directory.naming import Kind, compose, next_version, slug, version_key
from migrate.directory.sumfile import Mismatch, Reason
from migrate.errors import DirectoryError, MigrateError, SumMismatch, UsageError

if TYPE_CHECKING:
    from migrate.directory.directory import Directory
    from migrate.directory.disk import Reading

CONFIG_TEXT = """\
# How `migrate` works on this project.  Every key may be given on the command line instead, as --key.
dir = {dir}

# An environment is chosen with --env NAME, or with the variable MIGRATE_ENV.
[env.local]
url = "sqlite:///local.db"

# [env.production]
# url = "postgresql://app:${{DATABASE_PASSWORD}}@db.example.com/app"
# lock-timeout = "30s"
"""

ATTRIBUTES_TEXT = """\
# The sum file seals bytes: git must not change line ends.
*.sql -text
*.sum -text
"""

UP_TEXT = """\
-- {description}
--
-- Write SQL here; each statement ends with a semicolon.  After an edit, seal the file again: `migrate hash`.

"""

DOWN_TEXT = """\
-- Undo: {description}
--
-- Write SQL here that takes back what {up} does, or let `migrate plan-down --anew` compute it.
-- After an edit, seal it again: `migrate hash`.

"""


@dataclass(frozen=True, slots=True)
class InitReport:
    """What a project begins with: the files written, and those that were there and stay as they are.

    ``unsealed`` counts the migration files of a directory that has no sum file.
    """

    dir: Path
    written: tuple[Path, ...]
    kept: tuple[Path, ...]
    unsealed: int


@dataclass(frozen=True, slots=True)
class NewReport:
    """The new files, of one version."""

    version: str
    paths: tuple[Path, ...]


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


@dataclass(frozen=True, slots=True)
class Listed:
    """One file of a list."""

    version: str
    kind: Kind
    description: str
    name: str
    sealed: bool


@dataclass(frozen=True, slots=True)
class ListReport:
    """The files of a directory in order of their versions, each way down behind its way up."""

    dir: Path
    files: tuple[Listed, ...]


def init(config: Path, dir: Path) -> InitReport:
    """Write the configuration file, and the migration directory with its ``.gitattributes`` and sum file.

    What is there already stays as it is.  Raises DirectoryError where the disk says no.
    """
    wanted = {
        config: CONFIG_TEXT.format(dir=json.dumps(dir.as_posix(), ensure_ascii=False)),
        dir / ".gitattributes": ATTRIBUTES_TEXT,
    }
    disk.make(dir)
    found = disk.load(dir)
    if not found.files:
        wanted[found.sum_path] = found.sealed().sum_text or ""
    written = []
    kept = []
    for target, text in wanted.items():
        if disk.exists(target):
            kept.append(target)
        else:
            disk.write(target, text.encode())
            written.append(target)
    unsealed = len(found.files) if found.sum_text is None else 0
    return InitReport(dir, tuple(written), tuple(kept), unsealed)


def new(
    directory: Directory,
    words: str,
    *,
    now: datetime,
    down: bool = False,
    version: str | None = None,
    edit: Callable[[tuple[Path, ...]], None] | None = None,
) -> NewReport:
    """Write a file for ``words``, with its way down if asked, and seal the directory.

    ``edit`` is given the paths, and what it made of the files is sealed again.  Raises SumMismatch if the
    directory did not hold what its sum says: somebody else's edit must not be sealed along the way.
    """
    versions = [file.version for file in directory.files]
    if version is None:
        version = next_version(now, versions)
    elif any(version_key(version) == version_key(other) for other in versions):
        raise UsageError(
            f"there is a version {version} already", hint="leave --version out for one that is free"
        )
    paired = bool(directory.ups) and all(file.paired for file in directory.ups)
    description = slug(words)
    title = description.replace("_", " ")
    up = compose(version, description, paired=paired)
    files = [MigrationFile(up, UP_TEXT.format(description=title).encode())]
    if down or paired:
        name = compose(version, description, kind=Kind.DOWN)
        files.append(MigrationFile(name, DOWN_TEXT.format(description=title, up=up).encode()))
    sealed = directory.add(*files)
    disk.store(sealed, *files)
    paths = tuple(directory.path / file.name for file in files)
    if edit is not None:
        edit(paths)
        _seal_edited(sealed, {file.name for file in files})
    return NewReport(version, paths)


def _seal_edited(before: Directory, names: set[str]) -> None:
    """Seal what an editor made of some files.  Raises SumMismatch if others are not what they were."""
    after = disk.load(before.path)
    others = [[file for file in side.files if file.name not in names] for side in (before, after)]
    if others[0] != others[1]:
        raise SumMismatch(
            "other files of the directory changed while the new one was edited",
            where=str(before.path),
            hint="`migrate validate` tells which; if all changes are meant, run `migrate hash`",
        )
    for problem in after.file_problems():
        raise problem
    disk.store(after.sealed())


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


def listing(directory: Directory, *, latest: bool = False) -> ListReport:
    """List the files, or those of the newest version; nothing is refused for not being sealed."""
    try:
        sealed = {file.name for file in directory.covered} - {
            change.name for change in directory.mismatches()
        }
    except SumMismatch:
        sealed = set()
    order = sorted(
        directory.files, key=lambda file: (version_key(file.version), file.kind is Kind.DOWN, file.name)
    )
    if latest and order:
        newest = version_key(order[-1].version)
        order = [file for file in order if version_key(file.version) == newest]
    return ListReport(
        directory.path,
        tuple(
            Listed(file.version, file.kind, file.description, file.name, file.name in sealed)
            for file in order
        ),
    )
