"""The runner's lock of an SQLite file: an operating system's lock on a file beside it.

The system lets go of it when the process dies, so it needs no time of expiry; it holds between processes
and containers that see the same file.  The file is removed on release; whoever waits then holds the lock
of a file that has no name any more, sees that, and begins again.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

from migrate.dialects.polling import poll
from migrate.errors import ConnectError

SUFFIX = "-migrate.lock"


@contextlib.contextmanager
def hold(database: str, *, timeout: float) -> Iterator[None]:
    """Hold the lock of a database file, polled for at most ``timeout`` seconds.

    Raises LockTaken, which names the holder; ConnectError if the file beside it cannot be made.
    """
    path = os.path.realpath(database) + SUFFIX
    descriptor = poll(lambda: _try(path), timeout=timeout, what=database, holder=lambda: _holder(path))
    try:
        yield
    finally:
        with contextlib.suppress(OSError):  # Windows keeps a file that is open: it may stay, unlocked
            os.unlink(path)
        os.close(descriptor)


def _try(path: str) -> int | None:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    except OSError as error:
        raise ConnectError(
            f"the lock file {path} cannot be made: {error.strerror}",
            hint="the directory of the database must be writable: SQLite itself needs its journal there",
        ) from None
    try:
        if not (_lock(descriptor) and _is_still(path, descriptor)):
            os.close(descriptor)
            return None
        holder = {"pid": os.getpid(), "host": platform.node(), "since": f"{datetime.now(UTC):%F %T} UTC"}
        # Who holds it is told as a kindness; a full disk must not stand in the way of the lock.
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.write(descriptor, json.dumps(holder).encode())
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _is_still(path: str, descriptor: int) -> bool:
    """Return whether the locked file is the one that bears the name: its last holder may have removed it."""
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except FileNotFoundError:
        return False


def _holder(path: str) -> str:
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        with open(path, encoding="utf-8") as stream:
            holder = json.load(stream)
        return f" (pid {holder['pid']} on {holder['host']}, since {holder['since']})"
    return ""


if sys.platform == "win32":
    import msvcrt

    _FAR = 1 << 30  # a byte behind the text, since a locked one cannot be read

    def _lock(descriptor: int) -> bool:
        try:
            os.lseek(descriptor, _FAR, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
