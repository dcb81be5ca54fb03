"""Linting the newest file of many: how much of the time is the directory's, and not the file's."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from scripts.benches.contenders import NAMES, NOTHING
from scripts.benches.measure import Databases, Results, timed
from scripts.benches.report import US
from scripts.benches.workload import many_tables

FEW = 50
_FLOOR = f"floor: the last of {FEW} files"
_ALONE = "PostgreSQL, linting one new file"
_SQUAWK = "squawk, a static linter (that file alone, no database)"
_STATIC = f"{US} lint --static (a few rules, no database)"
_FOUND = 1
"""What squawk ends with when it has found something, as it does here."""


def lints(
    databases: Databases, home: Path, count: int, rounds: int, results: Results, *, squawk: str | None = None
) -> None:
    """Lint a new file behind so many others, with a warm cache, in turns with the same behind few others.

    The files make 50 tables and then change these, or make a table each.  ``squawk`` is the program that
    lints the same new file for PostgreSQL.
    """
    environment = {"MIGRATE_CACHE_DIR": str(home / "cache")}
    for dialect in databases.dialects:
        few = _directory(home / dialect / "few", dialect, FEW, FEW)
        for title, tables in (("", FEW), (" with a table each", count)):
            many = _directory(home / dialect / f"{count}{bool(title)}", dialect, count, tables)
            row = f"{NAMES[dialect]}, linting the last of {count} files{title}"
            for number in range(rounds + 1):
                for who, folder in ((US, many), (_FLOOR, few)):
                    command = [*NOTHING, "lint", "--latest", "1", "--dir", str(folder)]
                    command += (
                        ["--dev-url", f"local://{dialect}"] if dialect != "sqlite" else ["--dialect", dialect]
                    )
                    run = timed(command, environment)
                    if number:  # the first one fills the cache
                        results.add(row, who, run)
            if squawk is not None and dialect == "postgres" and not title:
                _squawks(squawk, many, rounds, results, beside=row)


def _squawks(squawk: str, folder: Path, rounds: int, results: Results, *, beside: str) -> None:
    """Lint the newest file by squawk, and put our runs of that file, which are there already, beside it."""
    for run in results.runs[beside][US]:
        results.add(_ALONE, US, run)
    newest = max(folder.glob("*.sql"))
    told = subprocess.run([squawk, "--reporter=json", newest], capture_output=True, text=True, check=False)
    if "require-concurrent-index-creation" not in told.stdout:
        results.failed[_ALONE, _SQUAWK] = (
            f"it has not seen the index of that file: {told.stdout}{told.stderr}"
        )
        return
    static = [*NOTHING, "lint", "--static", "--latest", "1", "--dialect", "postgres", "--dir", str(folder)]
    for _ in range(rounds):
        results.add(_ALONE, _SQUAWK, timed([squawk, str(newest)], right=_FOUND))
        results.add(_ALONE, _STATIC, timed(static))


def _directory(folder: Path, dialect: str, count: int, tables: int) -> Path:
    folder.mkdir(parents=True)
    for number, sql in enumerate(_files(dialect, count, tables), start=1):
        (folder / f"{number:05}_change.sql").write_text(f"{sql};\n")
    last = "ALTER TABLE t_00003 ADD COLUMN extra varchar(20);\nCREATE INDEX ix_extra ON t_00003 (extra);\n"
    (folder / f"{count + 1:05}_last.sql").write_text(last)
    subprocess.run([*NOTHING, "hash", "--dir", folder], check=True, capture_output=True, env=_environment())
    return folder


def _files(dialect: str, count: int, tables: int) -> Iterator[str]:
    made = list(many_tables(dialect, tables))
    yield from (f"{table};\n{index}" for table, index in zip(made[::2], made[1::2], strict=True))
    for number in range(tables, count):
        table, column = f"t_{number // 2 % tables:05}", f"c_{number // 2}"
        change = "ADD COLUMN {} varchar(20)" if number % 2 == 0 else "DROP COLUMN {}"
        yield f"ALTER TABLE {table} {change.format(column)}"


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path.cwd())}
