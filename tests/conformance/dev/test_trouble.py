"""What goes wrong with a server of our own is told, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from migrate.dev.base import Likeness
from migrate.dev.binaries import Binaries
from migrate.dev.cache import Cache
from migrate.dev.choose import choose
from migrate.dev.postgres import PostgresServer
from migrate.dev.programs import Programs, wheel_postgres
from migrate.errors import DatabaseError
from migrate.sql.statement import Statement


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where throwaway folders go in this test, reachable for the servers' user."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    for each in (folder, *folder.parents):
        if each.is_relative_to("/tmp") and each != Path("/tmp"):
            each.chmod(0o755)
    monkeypatch.setenv("MIGRATE_SCRATCH_DIR", str(folder))
    return folder


def program(path: Path, text: str) -> None:
    """Write a program for /bin/sh."""
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("initdb", "postgres", "said"),
    [
        ("echo no room on this disk; exit 1", "exit 0", "no room on this disk"),
        ('mkdir -p "$2"; : >"$2/postgresql.conf"', "echo out of semaphores >&2; exit 1", "out of semaphores"),
    ],
)
def test_a_server_that_does_not_start_is_told_in_its_own_words(
    initdb: str, postgres: str, said: str, place: Path, tmp_path: Path
) -> None:
    """The words of the program that failed are shown, and its folder is gone."""
    program(tmp_path / "initdb", initdb)
    program(tmp_path / "postgres", postgres)
    engine = PostgresServer(Programs("postgres", tmp_path / "postgres", (16, 1)))

    with pytest.raises(DatabaseError) as error:
        Binaries(engine, cache=Cache(tmp_path / "cache")).open().__enter__()
    assert said in str(error.value.excerpt)
    assert error.value.hint
    del error
    assert list(place.iterdir()) == []


@pytest.mark.parametrize("kind", ["embedded://postgres", "local://mariadb"])
def test_a_server_that_died_is_replaced(kind: str, kept: Cache) -> None:
    """A server that somebody killed between two dev databases, or in the middle of one, is not met again."""
    dev = choose(kind, cache=kept)
    assert isinstance(dev, Binaries)
    with dev.open() as session:
        session.query("create table a (id int)")
    (server,) = dev._idle
    os.kill(server._process.pid, signal.SIGKILL)
    server._process.wait()
    with dev.open() as session:
        session.query("create table a (id int)")
    (server,) = dev._idle

    def lose() -> None:
        with dev.open() as session:
            os.kill(server._process.pid, signal.SIGKILL)
            server._process.wait()
            session.query("create table a (id int)")

    with pytest.raises(DatabaseError):
        lose()
    with dev.open() as session:
        session.query("create table a (id int)")


def test_a_damaged_data_directory_is_made_anew(tmp_path: Path) -> None:
    """What the cache says of a prepared data directory is checked, and made again if it is not true."""
    cache = Cache(tmp_path)
    for _ in range(2):
        with choose("embedded://postgres", cache=cache).open() as session:
            session.query("create table a (id int)")
        (entry,) = cache.entries()
        content = entry.path / "content"
        data = bytearray(content.read_bytes())
        data[len(data) // 2] ^= 1
        content.write_bytes(data)


def test_the_name_of_a_target_costs_no_data_directory(tmp_path: Path) -> None:
    """One prepared data directory serves dev databases of all names."""
    programs = wheel_postgres()
    assert programs is not None
    for name in ("one", "two"):
        dev = Binaries(PostgresServer(programs, Likeness(name=name)), cache=Cache(tmp_path))
        with dev.open() as session:
            assert session.facts.database == name
    assert len(Cache(tmp_path).entries()) == 1


@pytest.mark.parametrize("kind", ["embedded://postgres", "local://mariadb", "sqlite://"])
def test_a_setup_that_fails_is_told(kind: str, kept: Cache) -> None:
    """What a person wrote as setup is told as his, with the statement that failed."""
    setup = (Statement("create table ready (id int)", 0), Statement("create oops", 0))
    dev = choose(kind, setup=setup, cache=kept)
    with pytest.raises(DatabaseError, match="statement 2 of 2 in the dev database's setup") as error:
        dev.open().__enter__()

    assert error.value.excerpt == "create oops"
