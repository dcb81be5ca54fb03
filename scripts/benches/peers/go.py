"""The peers that are Go programs: dbmate, goose, golang-migrate and sql-migrate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from scripts.benches.contenders import Contender, Files, Place
from scripts.benches.peers.version import built, said
from scripts.benches.workload import Migration


def _ups(migrations: Iterable[Migration]) -> Iterable[tuple[str, str]]:
    return ((f"{each.number:05}_{each.name}.up.sql", each.sql) for each in migrations)


def _marked(head: str, tail: str = "") -> Files:
    return lambda migrations: (
        (f"{20240101000000 + each.number}_{each.name}.sql", f"{head}\n{each.sql}{tail}")
        for each in migrations
    )


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
    return Contender("dbmate", said(program), files, run("migrate"), status=run("status"))


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
    return Contender("goose", built(program), files, run("up"), status=run("status"))


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

    return Contender("golang-migrate", built(program), _ups, run("up"), status=run("version"))


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
        built(program),
        _marked("-- +migrate Up"),
        run("up"),
        status=run("status"),
        prepare=settings,
    )


PEERS = {"dbmate": _dbmate, "goose": _goose, "golang-migrate": _golang_migrate, "sql-migrate": _sql_migrate}
