"""What is kept between runs: files under a key, digested, bounded, never trusted unread.

::

    <root>/v1/<key>/manifest    the digest of the key and of two lines: what it is about, and the files
    <root>/v1/<key>/content     the bytes of all files, one after the other

An entry is written beside its place and renamed, so that it is whole or not there.  One that is damaged
or of another format counts as missing and is removed.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from migrate.dev.base import DamagedError

if TYPE_CHECKING:
    from migrate.dev.scratch import Account

FORMAT = "v1"
DEFAULT_LIMIT = 2 << 30
"""Bytes that the entries may take together."""

_UNFINISHED = ".new-"
_UNFINISHED_SECONDS = 3600


def default_root(environment: Mapping[str, str] = os.environ) -> Path:
    """Return ``MIGRATE_CACHE_DIR``, else the folder ``migrate`` of the user's cache."""
    own = environment.get("MIGRATE_CACHE_DIR")
    if own:
        return Path(own)
    base = environment.get("XDG_CACHE_HOME")
    return (Path(base) if base and os.path.isabs(base) else Path.home() / ".cache") / "migrate"


def key_of(*parts: str) -> str:
    """Return the key of an entry that depends on these parts and on nothing else."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:40]


_Files = dict[str, tuple[int, int, str] | None]
"""Where each file stands in the content: offset, size, digest.  A folder ends in a slash and has none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: what it is ``about`` (plain values), its size in bytes, when it was last used.

    ``digest`` is that of its manifest, and so of all its content.
    """

    path: Path
    about: Mapping[str, Any]
    size: int
    used: float
    digest: str
    _files: str

    @property
    def key(self) -> str:
        """Return the key it was put under."""
        return self.path.name

    def read(self, name: str) -> bytes | None:
        """Return one file of the content; ``None`` if there is none, or it is damaged and now gone."""
        try:
            place = self._places().get(name)
            if place is None:
                return None
            with _reading(self.path / "content") as content:
                return _checked(content, *place)
        except (OSError, DamagedError):
            remove(self.path)
            return None

    def part(self, name: str) -> Part | None:
        """Return a folder of the content, to be copied out, if there is one."""
        with contextlib.suppress(DamagedError):
            if f"{name}/" in self._places():
                return Part(self, name)
        return None

    def _places(self) -> _Files:
        try:
            return dict(json.loads(self._files))
        except (ValueError, TypeError) as error:
            raise DamagedError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Part:
    """A folder of an entry."""

    entry: Entry
    name: str

    def copy(self, to: Path, *, owner: Account | None = None) -> None:
        """Write the files into a new folder, each byte looked at.

        Raises DamagedError, and removes the entry, if it is not what was put away.
        """
        try:
            with _reading(self.entry.path / "content") as content:
                for name, place in self.entry._places().items():
                    if not name.startswith(f"{self.name}/"):
                        continue
                    path = to / name.removeprefix(f"{self.name}/")
                    if place is None:
                        _make(path, owner)
                    else:
                        _write(path, _checked(content, *place), owner)
        except (OSError, DamagedError) as error:
            remove(self.entry.path)
            raise DamagedError(str(error)) from error


class Writer:
    """Takes what an entry is to hold."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.files: _Files = {}
        self.size = 0
        self._stream = stream

    def file(self, name: str, data: bytes) -> None:
        """Add a file."""
        self.files[name] = (self.size, len(data), _digest(data))
        self.size += self._stream.write(data)

    def folder(self, name: str, source: Path) -> None:
        """Add a folder of plain files, and what is below it.

        Raises DamagedError for anything else in it, such as a link: that would not be the whole of it.
        """
        self.files[f"{name}/"] = None
        for each in sorted(os.scandir(source), key=lambda each: each.name):
            inside, path = f"{name}/{each.name}", source / each.name
            if each.is_dir(follow_symlinks=False):
                self.folder(inside, path)
            elif each.is_file(follow_symlinks=False):
                with _reading(path) as stream:
                    self.file(inside, stream.read())
            elif not stat.S_ISSOCK(each.stat(follow_symlinks=False).st_mode):
                raise DamagedError(f"{path} is not a plain file")


class Cache:
    """Entries below one folder of ours.

    A folder that belongs to somebody else, or that cannot be made, holds nothing and takes nothing: a
    cache is a kindness, and no command fails for want of it.
    """

    def __init__(self, root: Path | None = None, *, limit: int = DEFAULT_LIMIT) -> None:
        self.root = default_root() if root is None else root
        self.limit = limit
        self._place = self.root / FORMAT

    def get(self, key: str) -> Entry | None:
        """Return an entry, marked as used now, if there is a whole one."""
        if not self._usable() or not (self._place / key).exists():
            return None
        entry = _load(self._place / key)
        if entry is not None:
            with contextlib.suppress(OSError):
                os.utime(entry.path / "manifest")
        return entry

    def put(self, key: str, fill: Callable[[Writer], None], about: Mapping[str, Any]) -> Entry | None:
        """Keep what ``fill`` gives to a writer; an entry that is there already stays.

        Returns the entry, or ``None`` if nothing could be kept.
        """
        if not self._usable(make=True):
            return None
        made = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=self._place))
        try:
            with (made / "content").open("xb") as stream:
                writer = Writer(stream)
                fill(writer)
            _seal(made, key, about, writer)
            with contextlib.suppress(OSError):  # another process was faster
                made.rename(self._place / key)
        except (OSError, DamagedError):
            return None
        finally:
            remove(made)
        self.prune(keep=key)
        return _load(self._place / key)

    def entries(self) -> tuple[Entry, ...]:
        """Return all whole entries, the last used first."""
        if not self._usable():
            return ()
        found = (_load(path) for path in self._place.iterdir() if not path.name.startswith(_UNFINISHED))
        return tuple(sorted((each for each in found if each), key=lambda each: each.used, reverse=True))

    def prune(self, limit: int | None = None, *, keep: str = "") -> tuple[Entry, ...]:
        """Remove the entries not used for longest until the rest fits the limit, and return them.

        Other formats and what was left unfinished go as well.
        """
        if not self._usable():
            return ()
        self._tidy()
        room = self.limit if limit is None else limit
        gone = []
        for entry in self.entries():
            room -= entry.size
            if room < 0 and entry.key != keep:
                remove(entry.path)
                gone.append(entry)
        return tuple(gone)

    def _tidy(self) -> None:
        for path in self.root.iterdir():
            if path != self._place and path.name.startswith("v"):
                remove(path)
        for path in self._place.glob(f"{_UNFINISHED}*"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > _UNFINISHED_SECONDS:
                    remove(path)

    def _usable(self, *, make: bool = False) -> bool:
        with contextlib.suppress(OSError):
            if make:
                self._place.mkdir(mode=0o700, parents=True, exist_ok=True)
            found = self._place.lstat()
            return found.st_uid == os.geteuid() and not found.st_mode & 0o022
        return False


def remove(path: Path) -> None:
    """Remove a folder as one act, so that nobody sees half of it."""
    gone = path.with_name(f"{_UNFINISHED}gone-{path.name}-{time.monotonic_ns()}")
    with contextlib.suppress(OSError):
        path.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def _seal(made: Path, key: str, about: Mapping[str, Any], writer: Writer) -> None:
    text = json.dumps({"about": dict(about), "size": writer.size}) + "\n" + json.dumps(writer.files)
    (made / "manifest").write_text(f"{_digest_under(key, text)}\n{text}", "utf-8")


def _load(path: Path) -> Entry | None:
    try:
        with _reading(path / "manifest") as stream:
            digest, _, text = stream.read().decode().partition("\n")
            used = os.fstat(stream.fileno()).st_mtime
        if _digest_under(path.name, text) != digest:
            raise DamagedError(path.name)
        head, _, files = text.partition("\n")
        data = json.loads(head)
        return Entry(path, dict(data["about"]), int(data["size"]), used, digest, files)
    except (OSError, ValueError, TypeError, LookupError, DamagedError):
        remove(path)  # an entry has its manifest before it has its name
        return None


def _checked(content: IO[bytes], offset: int, size: int, digest: str) -> bytes:
    content.seek(offset)
    data = content.read(size)
    if _digest(data) != digest:
        raise DamagedError("the content is not what was put away")
    return data


def _digest_under(key: str, text: str) -> str:
    """Return what seals a manifest to its key: an entry under another's name is as damaged."""
    return _digest(f"{key}\n{text}".encode())


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=20).hexdigest()


def _reading(path: Path) -> IO[bytes]:
    """Open a plain file, and no link to another one: what we read as root may be a server user's."""
    return open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")


def _write(path: Path, data: bytes, owner: Account | None) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb", buffering=0) as stream:
        if stream.write(data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        if owner is not None:
            os.fchown(stream.fileno(), owner.uid, owner.gid)


def _make(path: Path, owner: Account | None) -> None:
    path.mkdir(mode=0o700)
    if owner is not None:
        os.chown(path, owner.uid, owner.gid)
