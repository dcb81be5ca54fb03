"""Running a command and reading what it took; a table of what was measured, by what it was and who did it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from scripts.benches.contenders import Contender, Place
from scripts.benches.traces import untraced
from scripts.benches.workload import migrations

_LEFT_OUT = ("PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a command: seconds on the clock and of the processor, megabytes of memory at its most."""

    wall: float
    cpu: float
    memory: float
    trips: int = 0


@dataclass(slots=True)
class Results:
    """All runs, by row and contender; ``failed`` tells who did not finish a row."""

    runs: dict[str, dict[str, list[Run]]] = field(default_factory=lambda: defaultdict(dict))
    failed: dict[tuple[str, str], str] = field(default_factory=dict)

    def add(self, row: str, who: str, run: Run) -> None:
        """Keep a run."""
        self.runs[row].setdefault(who, []).append(run)

    def middle(self, row: str, who: str, what: str = "wall") -> float:
        """Return the median of one of the numbers of a run."""
        return statistics.median(float(getattr(run, what)) for run in self.runs[row][who])


class Failed(Exception):
    """A command did not do its work."""


def timed(command: Sequence[str], environment: Mapping[str, str] | None = None, *, right: int = 0) -> Run:
    """Run a command to its end.  Raises Failed, with the end of what it said, if that end is not right."""
    env = {name: value for name, value in os.environ.items() if name not in _LEFT_OUT}
    env |= {"PYTHONPATH": str(Path.cwd()), **(environment or {})}
    with tempfile.NamedTemporaryFile(prefix="migrate-bench-") as log:
        launcher = _launcher()
        assert launcher.stdin is not None
        assert launcher.stdout is not None
        launcher.stdin.write(json.dumps([list(command), env, log.name]) + "\n")
        launcher.stdin.flush()
        code, *took = json.loads(launcher.stdout.readline())
        if code != right:
            raise Failed(log.read().decode(errors="replace").strip()[-300:])
    return Run(*took)


@cache
def _launcher() -> subprocess.Popen[str]:
    command = [sys.executable, "-S", str(Path(__file__).with_name("launcher.py"))]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


class Databases:
    """Makes the databases of a run on the servers that are given, or next to ``folder`` for SQLite."""

    def __init__(self, folder: Path, servers: Mapping[str, tuple[str, int]]) -> None:
        self._folder = folder
        self._servers = servers

    @property
    def dialects(self) -> tuple[str, ...]:
        """Return the dialects that can be measured."""
        return (*self._servers, "sqlite")

    def port(self, dialect: str) -> int:
        """Return the port of a server."""
        return self._servers[dialect][1]

    def fresh(self, dialect: str, name: str = "migrate_bench") -> Place:
        """Return an empty database; one of that name is dropped first."""
        if dialect == "sqlite":
            for path in self._folder.glob(f"{name}.db*"):
                path.unlink()
            return Place(dialect, str(self._folder / f"{name}.db"))
        user, port = self._servers[dialect]
        self.say(dialect, f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}")
        return Place(dialect, name, port, user)

    def untraced(self, place: Place, count: int) -> list[str]:
        """Return the statements of so many files that have left nothing in a database."""
        return untraced(
            place.dialect, lambda query: self._answers(place, query), migrations(place.dialect, count)
        )

    def _answers(self, place: Place, query: str) -> list[tuple[object, ...]]:
        if place.dialect == "sqlite":
            import sqlite3

            with contextlib.closing(sqlite3.connect(place.name)) as file:
                return file.execute(query).fetchall()
        return self.say(place.dialect, query, name=place.name)

    def say(self, dialect: str, *statements: str, name: str | None = None) -> list[tuple[object, ...]]:
        """Run statements on a server, outside of what is measured, and return the rows of the last one."""
        user, port = self._servers[dialect]
        if dialect == "postgres":
            import psycopg

            with psycopg.connect(
                host="127.0.0.1", port=port, user=user, dbname=name or "postgres", autocommit=True
            ) as connection:
                for statement in statements:
                    last = connection.execute(statement.encode())
                return last.fetchall() if last.description else []
        import pymysql

        with contextlib.closing(
            pymysql.connect(host="127.0.0.1", port=port, user=user, database=name)
        ) as server:
            cursor = server.cursor()
            for statement in statements:
                cursor.execute(statement)
            return list(cursor.fetchall())


@contextlib.contextmanager
def folder_of(home: Path, who: Contender, place: Place, count: int) -> Iterator[Path]:
    """Write the migrations as a contender wants them, and take them away again."""
    folder = home / "files"
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in who.files(migrations(place.dialect, count)):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    who.prepare(folder, place)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
