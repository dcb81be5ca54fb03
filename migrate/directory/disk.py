"""The only file input and output of the room: a directory is read once, and written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from migrate.directory.directory import Directory
from migrate.directory.file import MigrationFile, decode
from migrate.directory.naming import SUFFIX
from migrate.directory.sumfile import ATLAS_NAME, DEFAULT_NAME
from migrate.errors import DirectoryError, FileError, SumMismatch

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_SIZE = 1 << 30
"""Bytes; a file this large is not a migration but a mistake, and would not fit into memory well."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of a directory, and a told error for each file that could not, by its name."""

    directory: Directory
    unread: Mapping[str, DirectoryError]


def load(path: str | os.PathLike[str]) -> Directory:
    """Read a directory: its ``.sql`` files and its sum file, each once.

    Sub-directories, hidden files and other endings are not looked at.
    Raises DirectoryError if there is no such directory, FileError for a file that cannot be taken.
    """
    reading = read(Path(path))
    for problem in reading.unread.values():
        raise problem
    return reading.directory


def read(path: Path) -> Reading:
    """Read what can be read of a directory.  Raises DirectoryError if it is none."""
    try:
        names = sorted(raw.decode(errors="surrogateescape") for raw in os.listdir(os.fsencode(path)))
    except FileNotFoundError:
        hint = "`migrate init` makes one; --dir or `dir` in migrate.toml names another"
        raise DirectoryError(f"there is no directory {path}", hint=hint) from None
    except NotADirectoryError:
        hint = "name the directory that holds the files: --dir DIRECTORY"
        raise DirectoryError(f"{path} is a file, not a directory", hint=hint) from None
    except OSError as error:
        raise DirectoryError(f"{path} cannot be read: {error.strerror}") from error
    home = path.resolve()
    files: list[MigrationFile] = []
    unread: dict[str, DirectoryError] = {}
    for name in names:
        if name.startswith(".") or not name.lower().endswith(SUFFIX):
            continue
        try:
            if not name.endswith(SUFFIX):
                raise FileError(f"{name} ends in {name[-4:]}, not {SUFFIX}", hint="give it the small ending")
            files.append(MigrationFile(name, _content(path, name, home)))
        except FileError as error:
            error.where = os.fsencode(_place(path, name)).decode(errors="backslashreplace")
            unread[name] = error
    present = [name for name in (DEFAULT_NAME, ATLAS_NAME) if exists(path / name)]
    texts: list[str] = []
    for name in present:
        try:
            texts.append(decode(_content(path, name, home), name))
        except FileError as error:
            hint = "restore it from version control; if nobody can, read the files and run `migrate hash`"
            unread[name] = SumMismatch(error.message, where=f"{path}/{error.where or name}", hint=hint)
    if len(set(texts)) > 1:
        unread[ATLAS_NAME] = SumMismatch(
            f"{DEFAULT_NAME} and {ATLAS_NAME} disagree",
            where=str(path / ATLAS_NAME),
            hint=f"keep one of them: remove {ATLAS_NAME}, unless another tool still needs it",
        )
    sum_name = present[0] if present else DEFAULT_NAME
    sum_text = texts[0] if texts and sum_name not in unread else None
    return Reading(Directory(path, tuple(files), sum_text, sum_name), unread)


def _place(folder: Path, name: str) -> Path:
    """Return where a file stands: its name is UTF-8 in every locale, for its bytes are sealed."""
    return folder / _on_disk(name)


def _on_disk(name: str) -> str:
    return os.fsdecode(name.encode(errors="surrogateescape"))


def _content(folder: Path, name: str, home: Path) -> bytes:
    """Return the bytes of a regular file of a folder, which is ``home`` when all links are followed."""
    path = os.path.join(
        folder, _on_disk(name)
    )  # one of thousands: a Path each would take longer than reading
    if os.path.islink(path) and not Path(os.path.realpath(path)).is_relative_to(home):
        raise FileError(f"{name} is a link that leaves the directory", hint="put a copy in its place")
    try:
        # A named pipe without a writer would block for ever.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise FileError(f"{name} is not a regular file", hint="remove it, or give it another ending")
            if status.st_size > MAX_SIZE:
                raise FileError(
                    f"{name} is larger than {MAX_SIZE >> 20} MiB", hint="load data by other means"
                )
            with open(descriptor, "rb", buffering=0, closefd=False) as stream:
                return stream.readall()
        finally:
            os.close(descriptor)
    except OSError as error:
        raise FileError(f"{name} cannot be read: {error.strerror}") from error


def content(path: Path) -> bytes | None:
    """Return the bytes of a file that may be absent.

    Raises FileError for a link that leaves its folder, and for what is no regular file.
    """
    return _content(path.parent, path.name, path.parent.resolve()) if exists(path) else None


def exists(path: Path) -> bool:
    """Return whether something stands at ``path``, be it a broken link."""
    return os.path.lexists(path)


def make(path: Path) -> None:
    """Make a folder and those above it, if they are not there.  Raises DirectoryError."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise DirectoryError(f"{path} cannot be made: a file stands in the way") from None
    except OSError as error:
        raise DirectoryError(f"{path} cannot be made: {error.strerror}") from error


def store(directory: Directory, *new: MigrationFile) -> None:
    """Write new files, then the sum file, each whole or not at all.

    Raises DirectoryError if one of the files is there already, or the disk says no.
    """
    for file in new:
        target = _place(directory.path, file.name)
        if exists(target):
            raise DirectoryError(f"{target} exists already", hint="give the new file another name")
    written: list[Path] = []
    try:
        for file in new:
            target = _place(directory.path, file.name)
            write(target, file.content)
            written.append(target)
        if directory.sum_text is not None:
            write(directory.sum_path, directory.sum_text.encode())
    except DirectoryError:
        for path in written:
            with contextlib.suppress(OSError):
                path.unlink()
        raise


def write(path: Path, content: bytes) -> None:
    """Put ``content`` at ``path``, so that a crash leaves the old file or the new one; the mode is kept.

    Raises DirectoryError in the words of the disk; nothing half-written stays.
    """
    draft = path.parent / f".migrate-{os.urandom(8).hex()}"
    try:
        try:
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            with open(descriptor, "wb") as stream:
                with contextlib.suppress(FileNotFoundError):
                    os.fchmod(descriptor, stat.S_IMODE(os.stat(path).st_mode))
                stream.write(content)
                stream.flush()
                os.fsync(descriptor)
            os.replace(draft, path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        _sync(path.parent)
    except OSError as error:
        raise DirectoryError(f"{path} cannot be written: {error.strerror}") from error


def write_to(path: Path, content: bytes) -> None:
    """Put ``content`` where a person said: into what is no plain file, such as ``/dev/stdout``, else as
    :func:`write` does, at the end of links.  Raises DirectoryError.
    """
    if path.is_file() or not path.exists():
        write(Path(os.path.realpath(path)), content)
        return
    try:
        with path.open("wb", buffering=0) as stream:
            stream.write(content)
    except OSError as error:
        raise DirectoryError(f"{path} cannot be written: {error.strerror}") from error


def _sync(folder: Path) -> None:
    """Make a rename last through a loss of power."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
