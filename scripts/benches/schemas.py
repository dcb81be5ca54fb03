"""Inspecting a schema of many tables: we, the bare catalog queries, the server's dump tool, SQLAlchemy."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.benches.contenders import NAMES, Place
from scripts.benches.measure import Databases, Failed, Results, timed
from scripts.benches.report import US
from scripts.benches.workload import many_tables

_OURS = "import sys; from migrate import connect; t = connect(sys.argv[1]); t.dialect.inspect(t.session)"
_REFLECTION = "import sys, sqlalchemy as sa; sa.MetaData().reflect(sa.create_engine(sys.argv[1]))"
_DUMPS = {
    "postgres": ("pg_dump", "--schema-only", "{url}"),
    "mariadb": (
        "mariadb-dump",
        "--no-defaults",
        "--no-data",
        "-h127.0.0.1",
        "-P{port}",
        "-u{user}",
        "{name}",
    ),
    "sqlite": ("sqlite3", "{name}", ".schema"),
}


def inspections(databases: Databases, dialect: str, tables: int, rounds: int, results: Results) -> None:
    """Make the schema and read it in every way, in turns."""
    place = databases.fresh(dialect, "migrate_bench_tables")
    _make(databases, place, tables)
    row = f"{NAMES[dialect]}, inspecting {tables} tables"
    for _ in range(rounds):
        for name, command in _ways(place).items():
            if (row, name) in results.failed:
                continue
            try:
                results.add(row, name, timed(command))
            except Failed as failure:
                results.failed[row, name] = str(failure)


def _ways(place: Place) -> dict[str, Sequence[str]]:
    sqlalchemy = place.written(
        "postgresql+psycopg://{user}@127.0.0.1:{port}/{name}",
        "mysql+pymysql://{user}@127.0.0.1:{port}/{name}",
        "sqlite:///{name}",
    )
    ways: dict[str, Sequence[str]] = {
        US: (sys.executable, "-c", _OURS, place.url),
        "floor: bare catalog queries": (
            *(sys.executable, "-m", "scripts.benches.floors"),
            *("catalog", place.url),
        ),
        "SQLAlchemy": (sys.executable, "-c", _REFLECTION, sqlalchemy),
    }
    program, *options = _DUMPS[place.dialect]
    if place.dialect == "postgres":
        newest = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))
        found = str(newest[-1]) if newest else shutil.which(program)
    else:
        found = shutil.which(program)
    if found is not None:
        words = {"url": place.url, "port": place.port, "user": place.user, "name": place.name}
        ways[program] = (found, *(option.format(**words) for option in options))
    return ways


def _make(databases: Databases, place: Place, tables: int) -> None:
    statements = list(many_tables(place.dialect, tables))
    if place.dialect == "sqlite":
        import sqlite3

        with sqlite3.connect(place.name) as connection:
            connection.executescript("BEGIN;" + ";".join(statements) + ";COMMIT")
        return
    if place.dialect == "postgres":
        statements = [";".join(statements[first : first + 1000]) for first in range(0, len(statements), 1000)]
        statements.append("VACUUM ANALYZE")
    databases.say(place.dialect, *statements, name=place.name)
