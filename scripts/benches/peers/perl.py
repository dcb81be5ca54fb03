"""The peer that is Perl: Sqitch."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from scripts.benches.contenders import Contender, Place
from scripts.benches.peers.version import said
from scripts.benches.workload import Migration

_DRIVERS = {"postgres": "DBD::Pg", "mariadb": "DBD::mysql", "sqlite": "DBD::SQLite"}
"""Its databases, and what it speaks to each of them with."""


def _planned(migrations: Iterable[Migration]) -> Iterable[tuple[str, str]]:
    lines = ["%syntax-version=1.0.0", "%project=bench", ""]
    for each in migrations:
        name = f"m{each.number:05}"
        lines.append(f"{name} 2024-01-01T00:00:00Z Bench <bench@example.com>")
        yield f"deploy/{name}.sql", f"BEGIN;\n{each.sql}\nCOMMIT;\n"
    yield "sqitch.plan", "\n".join(lines) + "\n"
    yield "sqitch.conf", "[core]\n\tengine = pg\n[user]\n\tname = Bench\n\temail = bench@example.com\n"


def _sqitch(program: str) -> Contender:
    def run(word: str) -> Callable[[Path, Place], Sequence[str]]:
        def command(folder: Path, place: Place) -> Sequence[str]:
            url = place.written(
                "db:pg://{user}@127.0.0.1:{port}/{name}",
                "db:mysql://{user}@127.0.0.1:{port}/{name}",
                "db:sqlite:{name}",
            )
            # On MySQL it would keep its records in a database of its own, which outlives the run.
            registry = place.written("sqitch", "{name}", f"{Path(place.name).name}-registry")
            return program, "--chdir", str(folder), word, "--registry", registry, url

        return command

    dialects = tuple(dialect for dialect, driver in _DRIVERS.items() if _has(driver))
    return Contender("Sqitch", said(program), _planned, run("deploy"), dialects, run("status"))


def _has(driver: str) -> bool:
    """Return whether Perl has one of its modules."""
    return not subprocess.run(["perl", f"-M{driver}", "-e1"], capture_output=True, check=False).returncode


PEERS = {"sqitch": _sqitch}
