"""Behind PgBouncer in transaction mode: the runner's lock is a lease, and nothing leaks to other clients."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from migrate import apply, connect, load, status
from migrate.dialects.base import BEGIN, Limits
from migrate.dialects.postgres import locking
from migrate.dialects.url import parse_url
from migrate.errors import DatabaseError, LockTaken
from migrate.operations.events import Event, Missed
from migrate.sql.statement import Statement
from tests.clients import connect as plain
from tests.clients import dump, rows
from tests.commands import run_migrate, start_migrate
from tests.directories import write_directory
from tests.places import NONE

FILES = {
    "1_a.sql": "create table a (i integer);\n",
    "2_b.sql": "set search_path = pg_catalog;\ncreate table public.b (i integer);\n",
    "3_c.sql": f"{NONE}create index concurrently by_i on a (i);\ninsert into a values (1);\nvacuum a;\n",
}

SHOWN = ("search_path", "role", "lock_timeout", "timezone", "check_function_bodies", "jit")
BORN = {('"$user", public', "none", "0", "UTC", "on", "off", "off")}
"""What each connection of the pool shows, if nobody has left a setting in it."""


def left_behind(url: str) -> set[tuple[str, ...]]:
    """Return what a pool's connections show, all at once: each of these keeps one for itself."""
    names = (*SHOWN, "default_transaction_read_only")
    shown = f"select {', '.join(f'current_setting({name!r})' for name in names)}"
    with contextlib.ExitStack() as stack:
        clients = [stack.enter_context(contextlib.closing(plain(url))) for _ in range(8)]
        for client in clients:
            client.execute("begin")
        return {client.execute(shown).fetchone() for client in clients}


@pytest.fixture
def url(database: Callable[[str], str]) -> str:
    """Return the URL of a fresh database, past the pooler."""
    return database("postgres")


def test_files_are_applied(url: str, pooled: Callable[[str], str], tmp_path: Path) -> None:
    """Every kind of file runs, the lease is let go of, and no setting stays in a connection of the pool."""
    directory = write_directory(tmp_path / "migrations", FILES)

    ended = run_migrate("apply", "--dir", directory, "--url", pooled(url), cwd=tmp_path)
    again = run_migrate("status", "--exit-code", "--dir", directory, "--url", pooled(url), cwd=tmp_path)

    assert ended.returncode == 0, ended.stderr
    assert again.returncode == 0, again.stdout
    assert rows(url, "select i from a") == [(1,)]
    assert rows(url, "select * from migrate_lease") == []
    assert left_behind(pooled(url)) == BORN


def test_runners_on_both_ways_keep_each_other_out(url: str, pooled: Callable[[str], str]) -> None:
    """Who has a lease is seen by who connects directly, and the other way round."""
    with connect(url) as direct, connect(pooled(url)) as behind, connect(pooled(url)) as other:
        for one, two in ((direct, behind), (behind, direct), (behind, other)):
            with one.lock(timeout=0), pytest.raises(LockTaken, match=r"pid \d+"), two.lock(timeout=0.2):
                pass
            with two.lock(timeout=0):
                pass


def test_a_lease_is_renewed(url: str, pooled: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It is still held long after its first time is over."""
    monkeypatch.setattr(locking, "LEASE", 1.0)
    with connect(pooled(url)) as one, connect(pooled(url)) as two, one.lock(timeout=0):
        until = time.monotonic() + 3
        while time.monotonic() < until:
            with pytest.raises(LockTaken), two.lock(timeout=0):
                pass
            time.sleep(0.1)
        one.session.execute(*one.session.limit(Limits()))


def test_a_lease_of_the_dead_is_taken_over(
    url: str, pooled: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once its time is over it is another's, and who lost it cannot keep anything any more."""
    monkeypatch.setattr(locking, "LEASE", 1.0)
    with connect(pooled(url)) as dead, connect(pooled(url)) as heir:
        lost = dead.lock(timeout=0)
        lost.__enter__()
        dead.session._lock._beat.end()  # type: ignore[attr-defined]  # as if its process were stopped

        with heir.lock(timeout=10):
            with pytest.raises(DatabaseError, match="lock was lost"):
                dead.session.execute(BEGIN, *dead.session.limit(Limits()))
            dead.session.rollback()
            dead.session.run(Statement("select 1", 0))
            with pytest.raises(DatabaseError, match="lock was lost"):
                dead.session.reset()


def test_a_transaction_keeps_its_lease(
    url: str, pooled: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a runner began while it held the lease ends before another can take it over."""
    monkeypatch.setattr(locking, "LEASE", 1.0)
    with connect(pooled(url)) as slow, connect(pooled(url)) as heir:
        lost = slow.lock(timeout=0)
        lost.__enter__()
        slow.session.execute(BEGIN, *slow.session.limit(Limits()))
        slow.session._lock._beat.end()  # type: ignore[attr-defined]

        with pytest.raises(LockTaken), heir.lock(timeout=3):
            pass
        slow.session.commit()
        with heir.lock(timeout=3):
            pass


def test_a_killed_runner_is_succeeded(url: str, pooled: Callable[[str], str], tmp_path: Path) -> None:
    """After the time of its lease the next one goes on, without anybody's doing."""
    files = {"1_a.sql": f"{NONE}create table a (i integer);\nselect pg_sleep(3);\n"}
    directory = write_directory(tmp_path / "migrations", files)
    where = ("--dir", directory, "--url", pooled(url))
    process = start_migrate("apply", *where, cwd=tmp_path)
    sleeps = "select 1 from pg_stat_activity where query = 'select pg_sleep(3)'"
    while not rows(url, sleeps):
        time.sleep(0.05)
    process.kill()
    process.communicate()
    refused = run_migrate("apply", *where, "--lock-timeout", "100ms", cwd=tmp_path)
    ended = run_migrate("apply", *where, "--lock-timeout", "60s", cwd=tmp_path)

    assert refused.returncode == 0 or "its lease ends in" in refused.stderr
    assert ended.returncode == 0, ended.stderr
    assert "CREATE TABLE public.a" in dump(url)


def test_who_only_looks_leaves_nothing(url: str, pooled: Callable[[str], str], tmp_path: Path) -> None:
    """A look with a read-only session does not make the pool read-only, and makes no table."""
    directory = load(write_directory(tmp_path / "migrations", FILES))
    with connect(pooled(url), read_only=True) as target:
        assert status(directory, target).pending == ("1_a.sql", "2_b.sql", "3_c.sql")

    with contextlib.closing(plain(pooled(url))) as connection:
        connection.execute("create table mine (i integer)")
    assert rows(url, "select relname::text from pg_class where relname like 'migrate%'") == []


def test_who_blocks_is_told(url: str, pooled: Callable[[str], str], tmp_path: Path) -> None:
    """Also where the server's number of the connection changes."""
    files = {"1_a.sql": "create table a (i integer);\n", "2_b.sql": "alter table a add column j integer;\n"}
    directory = load(write_directory(tmp_path / "migrations", files))
    misses: list[str] = []
    with connect(pooled(url)) as target, contextlib.closing(plain(url)) as reader:
        apply(directory, target, count=1)
        reader.execute("begin; select * from a")

        def listen(event: Event) -> None:
            if isinstance(event, Missed):
                misses.extend(event.miss.blockers)
                if len(misses) >= 1:
                    reader.rollback()

        apply(directory, target, limits=Limits(lock=0.5), on_event=listen)

    assert any("select * from a" in who for who in misses)


CHECKED = {
    "1_a.sql": "-- migrate:assert it is so\nselect true;\nset timezone = 'Asia/Tokyo';\ncreate table a ();\n",
    "1_a.down.sql": "set search_path = pg_catalog;\ndrop table public.a;\n",
    "2_b.sql": "set lock_timeout = 77;\nset jit = on;\ncreate function f() returns int\n"
    "language sql as 'select 1';\n",
    "3_c.sql": f"{NONE}create table c (i integer);\nvacuum c;\n",
}


@pytest.mark.parametrize("more", [(), ("--tx-mode", "all", "--to-version", "2"), ("--log-format", "json")])
def test_no_command_leaves_a_setting(
    more: tuple[str, ...], url: str, pooled: Callable[[str], str], tmp_path: Path
) -> None:
    """Whatever files set, and we for an inspection, is gone from every connection of the pool."""
    directory = write_directory(tmp_path / "migrations", CHECKED)
    where = ("--dir", directory, "--url", pooled(url))

    for command in (
        ("apply", *more),
        ("drift",),
        ("inspect", pooled(url)),
        ("down", "--yes", "--to-version", "1"),
        ("down", "--yes"),
    ):
        told = where if command[0] != "inspect" else ()
        done = run_migrate(*command, *told, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert left_behind(pooled(url)) == BORN, command


def test_a_setting_that_would_not_hold_is_refused(
    url: str, pooled: Callable[[str], str], tmp_path: Path
) -> None:
    """Outside of a transaction the next statement finds another connection: nothing of the file is run."""
    files = {"1_a.sql": f"{NONE}create table a ();\nset search_path = pg_catalog;\nvacuum public.a;\n"}
    directory = write_directory(tmp_path / "migrations", files)

    done = run_migrate("apply", "--dir", directory, "--url", pooled(url), cwd=tmp_path)
    direct = run_migrate("apply", "--dir", directory, "--url", url, cwd=tmp_path)

    assert done.returncode == 2
    assert "behind a pooler a setting holds within a transaction only" in done.stderr
    assert "nothing of this file was kept" in done.stderr
    assert direct.returncode == 0, direct.stderr
    assert left_behind(pooled(url)) == BORN


@pytest.fixture
def role(url: str) -> Iterator[str]:
    """Make a role that may do what its members alone may not."""
    name = f"Owner of {url.rpartition('/')[2]}"
    with contextlib.closing(plain(url)) as connection:
        connection.execute(f'create role "{name}"')
        connection.execute(f'grant create on schema public to "{name}"')
        connection.execute(f'grant create on database {url.rpartition("/")[2]} to "{name}"')
        yield name
        connection.execute(f'reassign owned by "{name}" to postgres')
        connection.execute(f'drop owned by "{name}"')
        connection.execute(f'drop role "{name}"')


OWNERS = "select distinct relowner::regrole::text from pg_class where relnamespace = 'public'::regnamespace"


def test_a_role_is_taken_in_each_transaction(
    role: str, url: str, pooled: Callable[[str], str], tmp_path: Path
) -> None:
    """All that is made is the role's, in every command, and no connection of the pool stays in the role."""
    own = f"{NONE}create table c (i integer);\nbegin;\ninsert into c values (1);\ncommit;\n"
    files = CHECKED | {"3_c.sql": own, "4_d.sql": "drop table c;\n"}
    directory = write_directory(tmp_path / "migrations", files)
    where = ("--dir", directory, "--url", pooled(url), "--role", role)

    for command in (
        ("apply", "--to-version", "1"),
        ("apply", "--tx-mode", "file", "--keep-data"),
        ("kept", "prune", "9"),
        ("down", "--yes"),
        ("apply", "--tx-mode", "file"),
        ("status", "--exit-code"),
        ("drift",),
        ("down", "--yes", "--to-version", "1"),
        ("log", "--verify"),
    ):
        named = where[2:] if command[0] in ("log", "kept") else where
        done = run_migrate(*command, *named, cwd=tmp_path)
        assert done.returncode == (2 if command[0] == "kept" else 0), done.stderr
        assert {shown[1] for shown in left_behind(pooled(url))} == {"none"}

    assert rows(url, OWNERS) == [(f'"{role}"',)]


def test_where_a_role_cannot_be_taken_it_is_told(
    role: str, url: str, pooled: Callable[[str], str], tmp_path: Path
) -> None:
    """What runs in no transaction would run as somebody else; past the pooler the file goes on from there."""
    files = {"1_a.sql": f"{NONE}create table a (i integer);\ncreate index concurrently by_i on a (i);\n"}
    directory = write_directory(tmp_path / "migrations", files)
    where = ("--dir", directory, "--role", role)

    refused = run_migrate("apply", *where, "--url", pooled(url), cwd=tmp_path)
    done = run_migrate("apply", *where, "--url", url, cwd=tmp_path)
    unknown = run_migrate(
        "status", "--dir", directory, "--role", "nobody's", "--url", pooled(url), cwd=tmp_path
    )

    assert refused.returncode == 2
    assert f"behind a pooler the role {role} holds in transactions only" in refused.stderr
    assert "past the pooler" in refused.stderr
    assert "statement 1 is applied and kept" in refused.stderr
    assert done.returncode == 0, done.stderr
    assert unknown.returncode == 2
    assert 'role "nobody\'s" does not exist' in unknown.stderr


def test_a_role_holds_its_lease(
    role: str, url: str, pooled: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The heartbeat renews it as the role, and a reset sees that it is held."""
    monkeypatch.setattr(locking, "LEASE", 1.0)
    behind = replace(parse_url(pooled(url)), role=role)
    with connect(behind) as one, connect(behind) as two, one.lock(timeout=0):
        until = time.monotonic() + 3
        while time.monotonic() < until:
            with pytest.raises(LockTaken), two.lock(timeout=0):
                pass
            time.sleep(0.1)
        one.session.execute(BEGIN, *one.session.limit(Limits()))
        one.session.commit()
        one.session.reset()
