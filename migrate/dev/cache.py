"""What is kept between runs: folders of files under a key, digested, bounded, never trusted unread.

::

    <root>/v1/<key>/manifest     the digest of the lines that follow, what it is about, the digests of files
    <root>/v1/<key>/content/…    what was put away

An entry is written beside its place and renamed, so that it is whole or not there.  One that is damaged
or of another format counts as missing and is removed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from migrate.dev.base import DamagedError
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


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: what it is ``about`` (plain values), its size in bytes, when it was last used."""

    path: Path
    about: Mapping[str, Any]
    size: int
    used: float
    _files: str

    @property
    def key(self) -> str:
        """Return the key it was put under."""
        return self.path.name

    def read(self, name: str) -> bytes | None:
        """Return one file of the content; ``None`` if there is none, or it is damaged and now gone."""
        digest = self._digests().get(name)
        if digest is None:
            return None
        try:
            return _checked(self.path / "content" / name, digest)
        except (OSError, DamagedError):
            remove(self.path)
            return None

    def part(self, name: str) -> Part | None:
        """Return a folder of the content, to be copied out, if there is one."""
        return Part(self, name) if f"{name}/" in self._digests() else None

    def _digests(self) -> dict[str, str]:
        return dict(json.loads(self._files))


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
            for name, digest in self.entry._digests().items():
                if not name.startswith(f"{self.name}/"):
                    continue
                place = to / name.removeprefix(f"{self.name}/")
                if name.endswith("/"):
                    _make(place, owner)
                else:
                    _write(place, _checked(self.entry.path / "content" / name, digest), owner)
        except (OSError, DamagedError) as error:
            remove(self.entry.path)
            raise DamagedError(str(error)) from error


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
        if not self._usable():
            return None
        entry = _load(self._place / key)
        if entry is not None:
            with contextlib.suppress(OSError):
                os.utime(entry.path / "manifest")
        return entry

    def put(self, key: str, fill: Callable[[Path], None], about: Mapping[str, Any]) -> Entry | None:
        """Keep what ``fill`` writes into the empty folder it is given; an entry that is there already stays.

        Returns the entry, or ``None`` if nothing could be kept.
        """
        if not self._usable(make=True):
            return None
        made = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=self._place))
        try:
            (made / "content").mkdir(mode=0o700)
            fill(made / "content")
            _seal(made, about)
            with contextlib.suppress(OSError):  # another process was faster, or the disk is full
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
            stat = self._place.lstat()
            return stat.st_uid == os.geteuid() and not stat.st_mode & 0o022
        return False


def copy_tree(source: Path, to: Path, *, owner: Account | None = None) -> None:
    """Copy a folder of plain files.  Raises DamagedError for anything else in it, such as a link."""
    _make(to, owner)
    for folder, name in _walk(source):
        if name is None:
            _make(to / folder, owner)
        else:
            _write(to / folder / name, _read(source / folder / name), owner)


def remove(path: Path) -> None:
    """Remove a folder as one act, so that nobody sees half of it."""
    gone = path.with_name(f"{_UNFINISHED}gone-{path.name}-{time.monotonic_ns()}")
    with contextlib.suppress(OSError):
        path.rename(gone)
        shutil.rmtree(gone, ignore_errors=True)


def _seal(made: Path, about: Mapping[str, Any]) -> None:
    """Write the manifest; a folder ends in a slash and has no digest."""
    digests, size = {}, 0
    content = made / "content"
    for folder, name in _walk(content):
        if name is None:
            digests[f"{folder}/"] = ""
        else:
            data = _read(content / folder / name)
            digests[os.path.normpath(os.path.join(folder, name))] = _digest(data)
            size += len(data)
    text = json.dumps({"about": dict(about), "size": size}) + "\n" + json.dumps(digests)
    (made / "manifest").write_text(f"{_digest(text.encode())}\n{text}", "utf-8")


def _load(path: Path) -> Entry | None:
    try:
        digest, _, text = (path / "manifest").read_text("utf-8").partition("\n")
        used = (path / "manifest").stat().st_mtime
        if _digest(text.encode()) != digest:
            raise DamagedError(path.name)
    except (OSError, UnicodeDecodeError, DamagedError):
        remove(path)  # an entry has its manifest before it has its name
        return None
    head, _, files = text.partition("\n")
    data = json.loads(head)
    return Entry(path, data["about"], data["size"], used, files)


def _walk(root: Path) -> Iterator[tuple[str, str | None]]:
    """Yield ``(folder, None)`` for each folder below, before what is in it, and ``(folder, file)``."""
    for folder, folders, files in os.walk(root):
        inside = os.path.relpath(folder, root)
        if inside != ".":
            yield inside, None
        if any(os.path.islink(os.path.join(folder, name)) for name in folders):
            raise DamagedError(f"{folder} holds a link")
        for name in files:
            yield inside, name


def _checked(path: Path, digest: str) -> bytes:
    data = _read(path)
    if _digest(data) != digest:
        raise DamagedError(path.name)
    return data


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=20).hexdigest()


def _read(path: Path) -> bytes:
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as stream:
        return stream.read()


def _write(path: Path, data: bytes, owner: Account | None) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(data)
        if owner is not None:
            os.fchown(stream.fileno(), owner.uid, owner.gid)


def _make(path: Path, owner: Account | None) -> None:
    path.mkdir(mode=0o700)
    if owner is not None:
        os.chown(path, owner.uid, owner.gid)
