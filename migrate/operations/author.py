"""The verbs of an author: begin a project, write a migration file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from migrate.directory import disk
from migrate.directory.file import MigrationFile
from migrate.directory.naming import Kind, compose, next_version, slug, version_key
from migrate.errors import SumMismatch, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from migrate.directory.directory import Directory

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


def init(config: Path, dir: Path) -> InitReport:
    """Write the configuration file, and the migration directory with its ``.gitattributes`` and sum file.

    What is there already stays as it is.  Raises DirectoryError where the disk says no.
    """
    import json

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
