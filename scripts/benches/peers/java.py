"""The peers that are Java: Flyway and Liquibase."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from scripts.benches.contenders import Contender, Place
from scripts.benches.peers.version import said
from scripts.benches.workload import Migration

_JDBC = (
    "jdbc:postgresql://127.0.0.1:{port}/{name}",
    "jdbc:mariadb://127.0.0.1:{port}/{name}",
    "jdbc:sqlite:{name}",
)


def _versioned(migrations: Iterable[Migration]) -> Iterable[tuple[str, str]]:
    return ((f"V{each.number:05}__{each.name}.sql", each.sql) for each in migrations)


def _flyway(program: str) -> Contender:
    def run(word: str) -> Callable[[Path, Place], Sequence[str]]:
        def command(folder: Path, place: Place) -> Sequence[str]:
            user = () if place.dialect == "sqlite" else (f"-user={place.user}", "-password=")
            files = ("-skipCheckForUpdate", f"-locations=filesystem:{folder}")
            return program, *files, f"-url={place.written(*_JDBC)}", *user, word

        return command

    quiet = {"REDGATE_DISABLE_TELEMETRY": "true"}
    return Contender(
        "Flyway",
        said(program, after="Edition", environment=quiet),
        _versioned,
        run("migrate"),
        status=run("info"),
        environment=lambda place: quiet,
    )


def _changelogs(migrations: Iterable[Migration]) -> Iterable[tuple[str, str]]:
    yield (
        "changelog.yaml",
        ("databaseChangeLog:\n  - includeAll:\n      path: changes\n      relativeToChangelogFile: true\n"),
    )
    for each in migrations:
        head = f"--liquibase formatted sql\n\n--changeset bench:{each.number}\n"
        yield f"changes/{each.number:05}_{each.name}.sql", head + each.sql


def _liquibase(program: str) -> Contender:
    def run(word: str) -> Callable[[Path, Place], Sequence[str]]:
        def command(folder: Path, place: Place) -> Sequence[str]:
            user = () if place.dialect == "sqlite" else (f"--username={place.user}",)
            general = ("--show-banner=false", f"--search-path={folder}")
            its = ("--changelog-file=changelog.yaml", f"--url={place.written(*_JDBC)}", *user)
            return program, *general, word, *its

        return command

    quiet = {"LIQUIBASE_ANALYTICS_ENABLED": "false"}
    return Contender(
        "Liquibase",
        said(program, after="Liquibase Version", environment=quiet),
        _changelogs,
        run("update"),
        status=run("status"),
        environment=lambda place: quiet,
    )


PEERS = {"flyway": _flyway, "liquibase": _liquibase}
