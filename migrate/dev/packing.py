"""Files as those of their bytes that are not zero: what a database keeps is mostly room for rows to come."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING

from migrate.dev.base import DamagedError

if TYPE_CHECKING:
    from migrate.dev.scratch import Account

Shape = list[int] | None
"""The size of a file, then of each stretch of bytes where it stands and how long it is; a folder has none."""

_BLOCK = 512
_GAP = 2048
"""So many bytes are worth a stretch of their own."""
_CHUNK = 8 << 20
_ZEROS = bytes(_BLOCK)


class Writer:
    """Takes what is to be kept: the stretches of all files go to a stream, one after the other."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.shapes: dict[str, Shape] = {}
        self.size = 0
        self._stream = stream
        self._digest = hashlib.sha256()

    @property
    def digest(self) -> str:
        """Return the digest of what the stream got."""
        return self._digest.hexdigest()

    def file(self, name: str, data: bytes) -> None:
        """Add a file."""
        shape, view = [len(data)], memoryview(data)
        for start, length in _stretches(data):
            shape += (start, length)
            self._digest.update(view[start : start + length])
            self.size += self._stream.write(view[start : start + length])
        self.shapes[name] = shape

    def folder(self, name: str, source: Path) -> None:
        """Add a folder of plain files, and what is below it.

        Raises DamagedError for anything else in it, such as a link: that would not be the whole of it.
        """
        self.shapes[f"{name}/"] = None
        for each in sorted(os.scandir(source), key=lambda each: each.name):
            inside, path = f"{name}/{each.name}", source / each.name
            if each.is_dir(follow_symlinks=False):
                self.folder(inside, path)
            elif each.is_file(follow_symlinks=False):
                with reading(path) as stream:
                    self.file(inside, stream.read())
            elif not stat.S_ISSOCK(each.stat(follow_symlinks=False).st_mode):
                raise DamagedError(f"{path} is not a plain file")


def unpacked(
    stream: IO[bytes], shapes: Mapping[str, Shape], digest: str
) -> Iterator[tuple[str, Shape, list[tuple[int, memoryview]]]]:
    """Yield each file with its stretches, by where they stand.

    Raises DamagedError behind the last one if it was not what was put away: nothing may be used before.
    """
    running, rest = hashlib.sha256(), memoryview(b"")
    for name, shape in shapes.items():
        parts = []
        places = iter(shape[1:] if shape else ())
        for start, length in zip(places, places, strict=True):
            if length > len(rest):
                more = stream.read(max(_CHUNK, length - len(rest)))
                running.update(more)
                rest = memoryview(bytes(rest) + more)
            parts.append((start, rest[:length]))
            rest = rest[length:]
        yield name, shape, parts
    if rest or stream.read(1) or running.hexdigest() != digest:
        raise DamagedError("the content is not what was put away")


def joined(shape: list[int], parts: Iterable[tuple[int, memoryview]]) -> bytes:
    """Return the bytes of a file."""
    whole = list(parts)
    if len(whole) == 1 and len(whole[0][1]) == shape[0]:
        return bytes(whole[0][1])
    data = bytearray(shape[0])
    for start, part in whole:
        data[start : start + len(part)] = part
    return bytes(data)


def write(path: str, shape: list[int], parts: list[tuple[int, memoryview]], owner: Account | None) -> None:
    """Write a new file; where it has no bytes it takes no room."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        end = 0
        for start, part in parts:
            end = start + os.pwrite(descriptor, part, start)
            if end != start + len(part):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)
        if end < shape[0]:
            os.ftruncate(descriptor, shape[0])
        if owner is not None:
            os.fchown(descriptor, owner.uid, owner.gid)
    finally:
        os.close(descriptor)


def make(path: str, owner: Account | None) -> None:
    """Make a folder."""
    os.mkdir(path, 0o700)
    if owner is not None:
        os.chown(path, owner.uid, owner.gid)


def reading(path: Path) -> IO[bytes]:
    """Open a plain file, and no link to another one: what we read as root may be a server user's."""
    return open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb")


def _stretches(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where bytes that are not zero stand, and how many; a short gap between two is not worth one."""
    start = end = -1
    for at in range(0, len(data), _BLOCK):
        block = data[at : at + _BLOCK]
        if block == _ZEROS or not any(block):
            continue
        if start >= 0 and at - end > _GAP:
            yield start, end - start
            start = -1
        start = at if start < 0 else start
        end = at + len(block)
    if start >= 0:
        yield start, end - start
