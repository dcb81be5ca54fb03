"""Throwaway folders: made in memory where there is room, locked while we live, swept when we were killed."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from migrate.errors import DatabaseError

PREFIX = "migrate_dev_"
"""What everything that a dev database leaves outside of the cache is called by, folders and databases."""

_MEMORY = Path("/dev/shm")
_ROOMY = 1 << 30
_UNLOCKED_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Account:
    """The user that a server runs as, because servers refuse to run as root."""

    name: str
    uid: int
    gid: int

    @property
    def popen(self) -> dict[str, Any]:
        """Return what :class:`subprocess.Popen` wants to hear of it."""
        return {"user": self.uid, "group": self.gid, "extra_groups": ()}


def account(*names: str) -> Account | None:
    """Return the first user of these names that the system has, ``None`` if we are not root ourselves."""
    if os.geteuid() != 0:
        return None
    for name in names:
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise DatabaseError(
        f"a server cannot run as root, and none of these users exists: {', '.join(names)}",
        hint=f"run as another user, or add one: useradd --system {names[0]}",
    )


class Scratch:
    """A folder of ours, gone when it is closed, collected or when Python ends.

    It holds ``lock``, held for as long as we live: by it a later run knows that we were killed.
    ``owner`` owns the folder if given; nobody else but root may look into it.
    """

    def __init__(self, owner: Account | None = None, *, place: Path | None = None) -> None:
        place = place or _place()
        _sweep(place)
        self.path, lock = _locked_folder(place)
        if owner is not None:
            os.chown(self.path, owner.uid, owner.gid)
        self._end = weakref.finalize(self, _remove, self.path, lock, os.getpid())

    def folder(self, name: str, owner: Account | None = None) -> Path:
        """Make a folder inside and return its path."""
        path = self.path / name
        path.mkdir(mode=0o700)
        if owner is not None:
            os.chown(path, owner.uid, owner.gid)
        return path

    def close(self) -> None:
        """Remove the folder; nothing happens if it is gone."""
        self._end()


@contextlib.contextmanager
def scratch(owner: Account | None = None) -> Iterator[Path]:
    """Hold a throwaway folder."""
    made = Scratch(owner)
    try:
        yield made.path
    finally:
        made.close()


def _place() -> Path:
    """Return where throwaway folders go: memory, if there is room; a container often has 64 MB of it."""
    given = os.environ.get("MIGRATE_SCRATCH_DIR")
    if given:
        return Path(given)
    if os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOMY:
        return _MEMORY
    return Path(tempfile.gettempdir())


def _locked_folder(place: Path) -> tuple[Path, TextIO]:
    """Make a folder and take its lock; where a sweeper came between the two, make another."""
    while True:
        path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=place))
        with contextlib.suppress(BlockingIOError, FileNotFoundError), contextlib.ExitStack() as held:
            lock = held.enter_context((path / "lock").open("w"))
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.stat(path / "lock")  # a sweeper that was faster has removed it, and let go of it
            held.pop_all()
            return path, lock


def _remove(path: Path, lock: TextIO, maker: int) -> None:
    if os.getpid() == maker:  # and not a fork of him, which ends as well
        shutil.rmtree(path, ignore_errors=True)
    lock.close()


def _sweep(place: Path) -> None:
    """Remove the folders of ours that nobody holds any more, and end what still runs in them."""
    for path in place.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if path.is_symlink() or not _is_ours(path):
                continue
            if not (path / "lock").exists():
                if time.time() - path.stat().st_mtime > _UNLOCKED_SECONDS:
                    shutil.rmtree(path, ignore_errors=True)
                continue
            with (path / "lock").open() as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _end_servers(path)
                shutil.rmtree(path, ignore_errors=True)


def _is_ours(path: Path) -> bool:
    """Return whether we made a folder: it may be given to a server's user, its lock is always ours."""
    lock = path / "lock"
    stat = lock.lstat() if lock.exists() else path.lstat()
    return stat.st_uid == os.geteuid()


def _end_servers(path: Path) -> None:
    """End the servers whose pid files lie in an orphaned folder, if they are what the file says."""
    for file in (*path.glob("data/postmaster.pid"), *path.glob("data/pid")):
        first = file.read_text().partition("\n")[0].strip()
        if not first.isdigit():
            continue
        if str(path) in _command(first):
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(first), signal.SIGKILL)


def _command(pid: str) -> str:
    """Return the command that a process was started with, ``""`` if there is none."""
    with contextlib.suppress(OSError):
        return Path("/proc", pid, "cmdline").read_text(errors="replace").replace("\0", " ")
    with contextlib.suppress(OSError):  # a system without /proc has ps
        return subprocess.run(["ps", "-o", "args=", "-p", pid], capture_output=True, text=True).stdout
    return ""
