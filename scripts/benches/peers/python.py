"""The peers that are Python: Alembic and yoyo."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from scripts.benches.contenders import Contender, Place
from scripts.benches.peers.version import packed, said
from scripts.benches.workload import Migration

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


def _alembic(program: str) -> Contender:
    def run(*words: str) -> Callable[[Path, Place], Sequence[str]]:
        return lambda folder, place: (program, "-c", str(folder / "alembic.ini"), *words)

    return Contender(
        "Alembic",
        said(program),
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

    return Contender("yoyo", packed(program, "yoyo_migrations"), _chained, run("apply"), status=run("list"))


PEERS = {"alembic": _alembic, "yoyo": _yoyo}
