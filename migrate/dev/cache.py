"""What is kept between runs: files under a key, digested, bounded, never trusted unread.

::

    <root>/v2/<key>/manifest    the digest of the key and of two lines: what it is about, and the files
    <root>/v2/<key>/content     the bytes of all files that are not zero, one after the other

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
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from migrate.dev.base import DamagedError
from migrate.dev.packing import Shape, Writer, joined, make, reading, unpacked, write

if TYPE_CHECKING:
    from migrate.dev.scratch import Account

FORMAT = "v2"
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
    """One entry: what it is ``about`` (plain values), its size in bytes, when it was last used.

    ``digest`` is that of its manifest, and so of all its content.
    """

    path: Path
    about: Mapping[str, Any]
    size: int
    used: float
    digest: str
    _content: str
    _files: str

    @property
    def key(self) -> str:
        """Return the key it was put under."""
        return self.path.name

    def read(self, name: str) -> bytes | None:
        """Return one file of the content; ``None`` if there is none, or it is damaged and now gone."""
        found: bytes | None = None
        try:
            with reading(self.path / "content") as content:
                for each, shape, parts in unpacked(content, self._shapes(), self._content):
                    if each == name and shape is not None:
                        found = joined(shape, parts)
        except (OSError, DamagedError):
            remove(self.path)
            return None
        return found

    def part(self, name: str) -> Part | None:
        """Return a folder of the content, to be copied out, if there is one."""
        with contextlib.suppress(DamagedError):
            if f"{name}/" in self._shapes():
                return Part(self, name)
        return None

    def _shapes(self) -> dict[str, Shape]:
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
        inside, target = f"{self.name}/", f"{to}/"
        try:
            with reading(self.entry.path / "content") as content:
                for name, shape, parts in unpacked(content, self.entry._shapes(), self.entry._content):
                    if not name.startswith(inside):
                        continue
                    path = target + name.removeprefix(inside)
                    if shape is None:
                        make(path, owner)
                    else:
                        write(path, shape, parts, owner)
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
    head = {"about": dict(about), "size": writer.size, "content": writer.digest}
    text = json.dumps(head) + "\n" + json.dumps(writer.shapes, separators=(",", ":"))
    (made / "manifest").write_text(f"{_digest_under(key, text)}\n{text}", "utf-8")


def _load(path: Path) -> Entry | None:
    try:
        with reading(path / "manifest") as stream:
            digest, _, text = stream.read().decode().partition("\n")
            used = os.fstat(stream.fileno()).st_mtime
        if _digest_under(path.name, text) != digest:
            raise DamagedError(path.name)
        head, _, files = text.partition("\n")
        data = json.loads(head)
        return Entry(path, dict(data["about"]), int(data["size"]), used, digest, data["content"], files)
    except (OSError, ValueError, TypeError, LookupError, DamagedError):
        remove(path)  # an entry has its manifest before it has its name
        return None


def _digest_under(key: str, text: str) -> str:
    """Return what seals a manifest to its key: an entry under another's name is as damaged."""
    return _digest(f"{key}\n{text}".encode())


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=20).hexdigest()
