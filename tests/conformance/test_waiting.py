"""What others hold up: a short wait, all taken back, told who it is, and tried again."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from migrate import apply, connect, load
from migrate.dialects.base import Limits
from migrate.errors import Interrupted, StatementFailed
from migrate.operations.events import Event, Missed
from tests.clients import Connection, dump, rows
from tests.clients import connect as plain
from tests.commands import run_migrate, start_migrate
from tests.directories import write_directory
from tests.places import NONE, Place

FILE = "insert into t values (2);\nalter table t add column j integer;\n"
SHORT = Limits(lock=0.2)


@contextlib.contextmanager
def reader(url: str) -> Iterator[Connection]:
    """Hold the table ``t`` as one does who has read from it in a transaction that is still open."""
    with contextlib.closing(plain(url)) as connection:
        cursor = connection.cursor()
        cursor.execute("begin immediate" if url.startswith("sqlite") else "begin")
        cursor.execute("select * from t")
        cursor.fetchall()
        yield connection
        with contextlib.suppress(Exception):
            connection.rollback()


@pytest.fixture
def held(place: Place) -> Iterator[tuple[Place, Connection]]:
    """Give a place with a table that a reader holds."""
    place.apply({"1_t.sql": "create table t (i integer);\n"})
    with reader(place.url) as connection:
        yield place, connection


FILES = {"1_t.sql": "create table t (i integer);\n", "2_t.sql": FILE}


@pytest.mark.parametrize("head", ["", NONE], ids=["together", "in steps"])
def test_a_reader_is_waited_for(head: str, held: tuple[Place, Connection]) -> None:
    """Each miss is told and takes all back; once the reader is gone the file is applied, once."""
    place, connection = held
    misses: list[Missed] = []

    def listen(event: Event) -> None:
        if isinstance(event, Missed):
            misses.append(event)
            if len(misses) == 2:
                threading.Timer(0.05, connection.rollback).start()

    place.apply({**FILES, "2_t.sql": head + FILE}, limits=SHORT, patience=60, on_event=listen)

    assert len(misses) >= 2
    assert {miss.name for miss in misses} == {"2_t.sql"}
    assert place.values("select i from t where j is null") == [2]
    assert place.revisions()["2"].is_complete
    if place.scheme == "postgresql":
        assert any("pid" in who and "select * from t" in who for who in misses[-1].miss.blockers), misses
    if place.scheme == "mariadb":
        assert any("in a transaction" in who for who in misses[-1].miss.blockers), misses


def test_patience_ends(held: tuple[Place, Connection]) -> None:
    """A file that is held up for longer than the patience fails, is recorded, and runs the next time."""
    place, connection = held

    error = place.fails(FILES, StatementFailed, limits=SHORT, patience=1.0)

    assert "tried" in (error.hint or "")
    assert not any(row.version == "2" and row.is_complete for row in place.revisions().values())
    connection.rollback()
    place.apply(FILES)
    assert place.values("select i from t where j is null") == [2]


def test_no_patience_is_no_second_try(held: tuple[Place, Connection]) -> None:
    """Without patience the first miss is the last."""
    place, _ = held
    misses: list[Event] = []

    place.fails(FILES, StatementFailed, limits=SHORT, patience=0, on_event=misses.append)

    assert not any(isinstance(event, Missed) for event in misses)


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_other_readers_keep_running(kind: str, database: Callable[[str], str], tmp_path: Path) -> None:
    """Between its tries apply gives way: who reads the table meanwhile is served, far more often than not."""
    url = database(kind)
    directory = write_directory(tmp_path / "migrations", FILES)
    where = ("--dir", directory, "--url", url)
    assert run_migrate("apply", "1", *where, cwd=tmp_path).returncode == 0

    with reader(url), contextlib.closing(plain(url)) as other:
        process = start_migrate("apply", *where, "--ddl-lock-timeout", "200ms", cwd=tmp_path)
        assert process.stderr is not None
        process.stderr.readline()  # the first miss
        served, until = 0, time.monotonic() + 6
        while time.monotonic() < until:
            cursor = other.cursor()
            cursor.execute("select * from t")
            cursor.fetchall()
            served += 1
            time.sleep(0.02)
    talk = process.communicate(timeout=60)[1]

    assert process.returncode == 0, talk
    assert served >= 30
    assert "trying again in" in talk
    assert "in the way" in talk


@pytest.mark.parametrize("head", ["", NONE], ids=["together", "in steps"])
def test_a_file_says_its_own_times(head: str, place: Place) -> None:
    """A statement of a file that gives itself little time ends in time, and the way out is told."""
    endless = {
        "sqlite": "with recursive c (i) as (select 1 union all select i + 1 from c) select max(i) from c;",
        "postgresql": "select pg_sleep(60);",
        "mariadb": "create table s as select sleep(60) as s;",
    }[place.scheme]
    files = {
        "1_t.sql": "-- migrate:statement-timeout 300ms\n-- migrate:lock-timeout 1s\n" + head + endless,
    }

    clock = time.monotonic()
    error = place.fails(files, StatementFailed)

    assert time.monotonic() - clock < 30
    assert "statement-timeout" in (error.hint or "")


@pytest.mark.parametrize("head", ["", NONE], ids=["together", "in steps"])
def test_a_time_beyond_what_the_server_knows_is_its_longest(head: str, place: Place) -> None:
    """A hundred thousand hours are no error."""
    done = place.apply({"1_t.sql": head + "create table t (i integer);\n"}, limits=Limits(3.6e8, 3.6e8))

    assert done.current == "1"


def test_a_file_that_sets_its_own_times_is_left_to_it(held: tuple[Place, Connection]) -> None:
    """What a file says by SQL is not said otherwise by us."""
    place, _ = held
    own = {
        "sqlite": "pragma busy_timeout = 50",
        "postgresql": "set lock_timeout = '50ms'",
        "mariadb": "set lock_wait_timeout = 1",
    }[place.scheme]

    files = {**FILES, "2_t.sql": f"{NONE}{own};\n{FILE}"}
    place.fails(files, StatementFailed, limits=Limits(lock=3600), patience=0)


def test_a_deadlock_is_tried_again(database: Callable[[str], str], tmp_path: Path) -> None:
    """Who loses a deadlock begins anew, and both ends are reached."""
    url = database("postgres")
    directory = load(
        write_directory(
            tmp_path / "migrations",
            {
                "1_t.sql": "create table a (n integer);\ncreate table b (n integer);\n"
                "insert into a values (0);\ninsert into b values (0);\n",
                "2_t.sql": "update a set n = n + 1;\nselect pg_sleep(1);\nupdate b set n = n + 1;\n",
            },
        )
    )
    with connect(url) as target:
        apply(directory, target, count=1)

    def other() -> None:
        with contextlib.closing(plain(url)) as connection:
            # Whoever waits longer than this looks for a deadlock and is its victim: here, never this one.
            connection.execute("set deadlock_timeout = '60s'")
            connection.execute("begin")
            connection.execute("update b set n = n + 10")
            while not rows(url, "select 1 from pg_locks where relation = 'a'::regclass"):
                time.sleep(0.01)
            connection.execute("update a set n = n + 10")
            connection.execute("commit")

    events: list[Event] = []
    thread = threading.Thread(target=other)
    thread.start()
    with connect(url) as target:
        apply(directory, target, limits=Limits(lock=None), on_event=events.append)
    thread.join()

    assert any(isinstance(event, Missed) and "deadlock" in event.miss.message for event in events)
    assert rows(url, "select a.n, b.n from a, b") == [(11, 11)]


@pytest.mark.parametrize("kind", ["sqlite", "postgres", "mariadb"])
def test_down_waits_likewise(kind: str, database: Callable[[str], str], tmp_path: Path) -> None:
    """A way back that a reader holds up is told, gives way, and is gone once he is."""
    url = database(kind)
    files = {"1_t.sql": "create table t (i integer);\n", "2_t.sql": "alter table t add column j integer;\n"}
    directory = write_directory(tmp_path / "migrations", files)
    where = ("--dir", directory, "--url", url)
    env = {"MIGRATE_DEV_URL": "sqlite://" if kind == "sqlite" else f"{url}?throwaway=1"}
    assert run_migrate("apply", "1", *where, cwd=tmp_path).returncode == 0
    before = dump(url)
    assert run_migrate("apply", *where, cwd=tmp_path).returncode == 0

    with reader(url):
        words = ("down", "--yes", "--ddl-lock-timeout", "200ms")
        process = start_migrate(*words, *where, cwd=tmp_path, env=env)
        assert process.stderr is not None
        first = process.stderr.readline()
    talk = first + process.communicate(timeout=60)[1]

    assert process.returncode == 0, talk
    assert "going back: " in talk
    assert "trying again in" in talk
    assert dump(url) == before
    assert rows(url, "select version from migrate_revisions") == [("1",)]


def test_who_waits_can_be_stopped(held: tuple[Place, Connection]) -> None:
    """A stop in the pause between two tries is heeded at once, and nothing is left half done."""
    place, _ = held

    def listen(event: Event) -> None:
        if isinstance(event, Missed):
            os.kill(os.getpid(), signal.SIGINT)

    place.fails(FILES, Interrupted, limits=SHORT, patience=600, on_event=listen, signals=True)

    assert not any(row.version == "2" and row.is_complete for row in place.revisions().values())


WAITS = {
    "postgres": "select 1 from pg_stat_activity where wait_event_type = 'Lock'"
    " and datname = current_database()",
    "mariadb": "select 1 from information_schema.processlist where state like 'Waiting for table%'"
    " and db = database()",
}


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_a_signal_stops_a_way_back(
    number: signal.Signals, kind: str, database: Callable[[str], str], tmp_path: Path
) -> None:
    """The statement that runs is cancelled, that is recorded and told, and another down ends it."""
    url = database(kind)
    files = {"1_t.sql": "create table t (i integer);\n", "2_t.sql": "alter table t add column j integer;\n"}
    where = ("--dir", write_directory(tmp_path / "migrations", files), "--url", url)
    env = {"MIGRATE_DEV_URL": f"{url}?throwaway=1"}
    assert run_migrate("apply", *where, cwd=tmp_path).returncode == 0

    with reader(url):
        words = ("down", "--yes", "--ddl-lock-timeout", "60s")
        process = start_migrate(*words, *where, cwd=tmp_path, env=env)
        while not rows(url, WAITS[kind]):
            assert process.poll() is None, process.communicate()
            time.sleep(0.05)
        process.send_signal(number)
        talk = process.communicate(timeout=60)[1]
    outcomes = [each for (each,) in rows(url, "select outcome from migrate_history order by id")]
    again = run_migrate("down", "--yes", *where, cwd=tmp_path, env=env)

    assert process.returncode == 2, talk
    assert "stopped on the way back" in talk
    assert outcomes[-1] == "failed"
    assert again.returncode == 0, again.stderr
    assert rows(url, "select version from migrate_revisions") == [("1",)]
