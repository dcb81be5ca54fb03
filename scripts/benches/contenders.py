"""Who is measured: what a contender is, and those that are always there: we and the floors."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from migrate.version import __version__
from scripts.benches.workload import Migration

NAMES = {"postgres": "PostgreSQL", "mariadb": "MariaDB", "sqlite": "SQLite"}
ALL = tuple(NAMES)


@dataclass(frozen=True, slots=True)
class Place:
    """A database: its dialect, and the port of its server or the path of its file."""

    dialect: str
    name: str
    port: int = 0
    user: str = ""

    @property
    def url(self) -> str:
        """Return the URL as we write it."""
        if self.dialect == "sqlite":
            return f"sqlite:///{self.name}"
        scheme = {"postgres": "postgresql", "mariadb": "mysql"}[self.dialect]
        plain = "?sslmode=disable&gssencmode=disable" if self.dialect == "postgres" else ""
        return f"{scheme}://{self.user}@127.0.0.1:{self.port}/{self.name}{plain}"

    def written(self, postgres: str, mariadb: str, sqlite: str) -> str:
        """Return the form of this dialect, with ``{user}``, ``{port}`` and ``{name}`` filled in."""
        form = {"postgres": postgres, "mariadb": mariadb, "sqlite": sqlite}[self.dialect]
        return form.format(user=self.user, port=self.port, name=self.name)


Files = Callable[[Iterable[Migration]], Iterable[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Contender:
    """One that applies: how it is called, what it writes, and the command that applies what is pending.

    ``floor``: it is no tool but the least that can be done.
    """

    name: str
    version: str
    files: Files
    command: Callable[[Path, Place], Sequence[str]]
    dialects: tuple[str, ...] = ALL
    status: Callable[[Path, Place], Sequence[str]] | None = None
    environment: Callable[[Place], dict[str, str]] = field(default=lambda place: {})
    prepare: Callable[[Path, Place], object] = field(default=lambda folder, place: None)
    floor: bool = False


def _plain(migrations: Iterable[Migration]) -> Iterable[tuple[str, str]]:
    return ((f"{each.number:05}_{each.name}.sql", each.sql) for each in migrations)


NOTHING = (sys.executable, "-c", "from migrate.__main__ import run; run()")
"""Our program, as its entry point calls it."""


def ours() -> Contender:
    """Return ourselves, from this tree."""

    def run(*words: str) -> Callable[[Path, Place], Sequence[str]]:
        return lambda folder, place: (
            *NOTHING,
            *words,
            *("--dir", str(folder), "--url", place.url),
        )

    def seal(folder: Path, place: Place) -> None:
        subprocess.run([*NOTHING, "hash", "--dir", folder], check=True, capture_output=True)

    return Contender("migrate", __version__, _plain, run("apply"), status=run("status"), prepare=seal)


def floors() -> tuple[Contender, ...]:
    """Return the floors: a statement a call, and for PostgreSQL a file a round trip."""

    def way(name: str) -> Callable[[Path, Place], Sequence[str]]:
        return lambda folder, place: (
            sys.executable,
            "-m",
            "scripts.benches.floors",
            name,
            place.url,
            str(folder),
        )

    return (
        Contender("floor: a statement a call", "", _plain, way("loop"), floor=True),
        Contender("floor: a file a trip", "", _plain, way("pipeline"), ("postgres",), floor=True),
    )
