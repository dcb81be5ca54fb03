"""Who is measured: we, the floors, and the peers that are installed; each writes files in its own form."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from migrate.version import __version__
from scripts.benches.workload import Migration

ALL = ("postgres", "mariadb", "sqlite")


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


def _ups(migrations: Iterable[Migration]) -> Iterable[tuple[str, str]]:
    return ((f"{each.number:05}_{each.name}.up.sql", each.sql) for each in migrations)


def _marked(head: str, tail: str = "") -> Files:
    return lambda migrations: (
        (f"{20240101000000 + each.number}_{each.name}.sql", f"{head}\n{each.sql}{tail}")
        for each in migrations
    )


def _revisions(migrations: Iterable[Migration]) -> Iterable[tuple[str, str]]:
    yield "env.py", _ALEMBIC
    yield "alembic.ini", "[alembic]\nscript_location = %(here)s\n"
    for each in migrations:
        calls = "".join(f"    op.execute({statement!r})\n" for statement in each.statements)
        before = f"'r{each.number - 1:05}'" if each.number > 1 else "None"
        head = f"from alembic import op\nrevision = 'r{each.number:05}'\ndown_revision = {before}\n"
        yield f"versions/r{each.number:05}_{each.name}.py", f"{head}\n\ndef upgrade():\n{calls}"


def _chained(migrations: Iterable[Migration]) -> Iterable[tuple[str, str]]:
    before = ""
    for each in migrations:
        name = f"{each.number:05}_{each.name}"
        yield f"{name}.sql", f"-- depends: {before}\n\n{each.sql}"
        before = name


def _planned(migrations: Iterable[Migration]) -> Iterable[tuple[str, str]]:
    lines = ["%syntax-version=1.0.0", "%project=bench", ""]
    for each in migrations:
        name = f"m{each.number:05}"
        lines.append(f"{name} 2024-01-01T00:00:00Z Bench <bench@example.com>")
        yield f"deploy/{name}.sql", f"BEGIN;\n{each.sql}\nCOMMIT;\n"
    yield "sqitch.plan", "\n".join(lines) + "\n"
    yield "sqitch.conf", "[core]\n\tengine = pg\n[user]\n\tname = Bench\n\temail = bench@example.com\n"


_ALEMBIC = """\
import os
from alembic import context
from sqlalchemy import create_engine, pool

with create_engine(os.environ["BENCH_URL"], poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
"""
_SQLALCHEMY = (
    "postgresql+psycopg://{user}@127.0.0.1:{port}/{name}",
    "mysql+pymysql://{user}@127.0.0.1:{port}/{name}",
    "sqlite:///{name}",
)
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


def peers(home: Path) -> tuple[list[Contender], list[str]]:
    """Return the peers that are in a folder or on the path, and the names of those that are not."""
    found: list[Contender] = []
    missing: list[str] = []
    for name, make in _PEERS.items():
        program = shutil.which(name, path=f"{home / 'bin'}:{home / 'venv' / 'bin'}") or shutil.which(name)
        if program is None:
            missing.append(_CALLED.get(name, name))
        else:
            found.append(make(program))
    return found, missing


def _dbmate(program: str) -> Contender:
    def run(word: str) -> Callable[[Path, Place], Sequence[str]]:
        def command(folder: Path, place: Place) -> Sequence[str]:
            url = place.written(
                "postgres://{user}@127.0.0.1:{port}/{name}?sslmode=disable",
                "mysql://{user}@127.0.0.1:{port}/{name}",
                "sqlite:{name}",
            )
            return program, "--url", url, "-d", str(folder), "--no-dump-schema", word

        return command

    files = _marked("-- migrate:up", "-- migrate:down\n")
    return Contender("dbmate", _said(program), files, run("migrate"), status=run("status"))


def _goose(program: str) -> Contender:
    def run(word: str) -> Callable[[Path, Place], Sequence[str]]:
        def command(folder: Path, place: Place) -> Sequence[str]:
            url = place.written(
                "postgres://{user}@127.0.0.1:{port}/{name}?sslmode=disable",
                "{user}@tcp(127.0.0.1:{port})/{name}?parseTime=true",
                "{name}",
            )
            driver = place.written("postgres", "mysql", "sqlite3")
            return program, "-dir", str(folder), driver, url, word

        return command

    files = _marked("-- +goose Up")
    return Contender("goose", _built(program), files, run("up"), status=run("status"))


def _golang_migrate(program: str) -> Contender:
    def run(word: str) -> Callable[[Path, Place], Sequence[str]]:
        def command(folder: Path, place: Place) -> Sequence[str]:
            url = place.written(
                "postgres://{user}@127.0.0.1:{port}/{name}?sslmode=disable",
                "mysql://{user}@tcp(127.0.0.1:{port})/{name}?multiStatements=true",
                "sqlite3://{name}",
            )
            return program, "-path", str(folder), "-database", url, word

        return command

    return Contender("golang-migrate", _built(program), _ups, run("up"), status=run("version"))


def _sql_migrate(program: str) -> Contender:
    def settings(folder: Path, place: Place) -> None:
        dialect = place.written("postgres", "mysql", "sqlite3")
        source = place.written(
            "host=127.0.0.1 port={port} user={user} dbname={name} sslmode=disable",
            "{user}@tcp(127.0.0.1:{port})/{name}?parseTime=true",
            "{name}",
        )
        text = f"x:\n  dialect: {dialect}\n  datasource: {source}\n  dir: {folder}\n"
        (folder.parent / "dbconfig.yml").write_text(text)

    def run(word: str) -> Callable[[Path, Place], Sequence[str]]:
        return lambda folder, place: (program, word, f"-config={folder.parent / 'dbconfig.yml'}", "-env=x")

    return Contender(
        "sql-migrate",
        _built(program),
        _marked("-- +migrate Up"),
        run("up"),
        status=run("status"),
        prepare=settings,
    )


def _alembic(program: str) -> Contender:
    def run(*words: str) -> Callable[[Path, Place], Sequence[str]]:
        return lambda folder, place: (program, "-c", str(folder / "alembic.ini"), *words)

    return Contender(
        "Alembic",
        _said(program),
        _revisions,
        run("upgrade", "head"),
        status=run("current"),
        environment=lambda place: {"BENCH_URL": place.written(*_SQLALCHEMY)},
    )


def _yoyo(program: str) -> Contender:
    def run(word: str) -> Callable[[Path, Place], Sequence[str]]:
        def command(folder: Path, place: Place) -> Sequence[str]:
            url = place.written(_SQLALCHEMY[0], "mysql://{user}@127.0.0.1:{port}/{name}", _SQLALCHEMY[2])
            return program, word, "--batch", "--no-config-file", "--database", url, str(folder)

        return command

    return Contender("yoyo", _packed(program, "yoyo_migrations"), _chained, run("apply"), status=run("list"))


def _sqitch(program: str) -> Contender:
    def run(word: str) -> Callable[[Path, Place], Sequence[str]]:
        def command(folder: Path, place: Place) -> Sequence[str]:
            url = place.written("db:pg://{user}@127.0.0.1:{port}/{name}", "", "db:sqlite:{name}")
            registry = (
                () if place.dialect == "postgres" else ("--registry", f"{Path(place.name).name}-registry")
            )
            return program, "--chdir", str(folder), word, *registry, url

        return command

    # On MySQL it keeps its records in a database of its own, which would outlive the run.
    dialects = ("postgres", "sqlite")
    return Contender("Sqitch", _said(program), _planned, run("deploy"), dialects, run("status"))


def _said(program: str, option: str = "--version") -> str:
    """Return the number in what a program says of its version."""
    done = subprocess.run([program, option], capture_output=True, text=True, check=False)
    words = (done.stdout + done.stderr).replace(":", " ").split()
    return next((word.lstrip("v") for word in words if word.lstrip("v")[:1].isdigit()), "unknown")


def _built(program: str) -> str:
    """Return the version that a Go program was built from, as Go tells it."""
    done = subprocess.run(["go", "version", "-m", program], capture_output=True, text=True, check=False)
    lines = (line.split() for line in done.stdout.splitlines())
    return next((line[2].lstrip("v") for line in lines if line[:1] == ["mod"]), "unknown")


def _packed(program: str, package: str) -> str:
    """Return the version of the Python package that a program came with."""
    known = Path(program).parent.parent.glob(f"lib/python3*/site-packages/{package}-*.dist-info")
    return next((path.name.removesuffix(".dist-info").rpartition("-")[2] for path in known), "unknown")


_PEERS: dict[str, Callable[[str], Contender]] = {
    "dbmate": _dbmate,
    "goose": _goose,
    "golang-migrate": _golang_migrate,
    "sql-migrate": _sql_migrate,
    "alembic": _alembic,
    "yoyo": _yoyo,
    "sqitch": _sqitch,
}
_CALLED = {"alembic": "Alembic", "sqitch": "Sqitch"}
