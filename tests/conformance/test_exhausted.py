"""A full disk and no connection left: nothing is lost, it is told, and once there is room the run goes on."""

from __future__ import annotations

import contextlib
import resource
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import servers
from tests.benches import Bench
from tests.clients import Connection, dump, rows
from tests.clients import connect as plain
from tests.commands import start_migrate
from tests.directories import write_directory
from tests.faults import Commands, commands
from tests.places import NONE

MANY = {
    "sqlite": "insert into t with recursive c (i) as (select 1 union all select i + 1 from c where i < 30000)"
    " select printf('%0100d', i) from c;\n",
    "postgres": "insert into t select repeat(i::text, 50) from generate_series(1, 200000) g (i);\n",
    "mariadb": "insert into t select repeat(seq, 50) from seq_1_to_200000;\n",
}


def files(kind: str, head: str) -> dict[str, str]:
    """Return a file that needs room in its middle."""
    return {
        "1_a.sql": "create table a (i integer);\n",
        "2_t.sql": f"{head}create table t (x text);\n{MANY[kind]}create table last (i integer);\n",
    }


@pytest.fixture(scope="module")
def command() -> Iterator[Commands]:
    """Lend what runs commands."""
    with commands() as running:
        yield running


@pytest.mark.parametrize("head", ["", NONE], ids=["together", "alone"])
def test_the_disk_of_a_file_is_full(head: str, database: Callable[[str], str], tmp_path: Path) -> None:
    """SQLite may write so much and no more: the file is not applied in part, and is once there is room."""
    url = database("sqlite")
    directory = write_directory(tmp_path / "migrations", files("sqlite", head))
    where = ("apply", "--dir", directory, "--url", url)

    def little() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))

    full = start_migrate(*where, cwd=tmp_path, preexec_fn=little)
    error = full.communicate(timeout=120)[1]
    left = dict(rows(url, "select version, applied from migrate_revisions"))
    again = start_migrate(*where, cwd=tmp_path)
    _, after = again.communicate(timeout=120)

    assert full.returncode == 2
    assert "error: " in error
    assert "Traceback" not in error
    assert left["1"] == 1
    assert left.get("2", 0) == (1 if head else 0)
    assert again.returncode == 0, after
    assert rows(url, "select count(*) from t") == [(30000,)]


ROOM = 24 << 20
"""Bytes: above a segment of the log of PostgreSQL, below what the file writes."""


@pytest.mark.parametrize("head", ["", NONE], ids=["together", "alone"])
def test_the_disk_of_postgres_is_full(head: str, tmp_path: Path, command: Commands) -> None:
    """A table cannot grow: what its file did is rolled back and told; once there is room, it is applied."""
    with servers.own() as running:
        running.largest = ROOM
        bench = Bench.on("postgres", running.url("postgres"), "shop", tmp_path, command)
        bench.files(files("postgres", head))
        bench.fresh()
        full = bench.run("apply")
        left = dict(rows(bench.url, "select version, applied from migrate_revisions"))
        running.kill()
        running.largest = None
        running.again()
        again = bench.run("apply")

        assert full.returncode == 2
        assert "error: " in full.stderr
        assert left == {"1": 1, "2": 1 if head else 0}
        assert again.returncode == 0, again.stderr
        assert rows(bench.url, "select count(*) from t") == [(200000,)]
        bench.history_holds()


def test_the_disk_of_mariadb_is_full(tmp_path: Path, command: Commands) -> None:
    """The table space cannot grow: how far the file is, is recorded; once there is room, it goes on."""
    small = ("--innodb-file-per-table=0", "--innodb-data-file-path=ibdata1:12M:autoextend:max:20M")
    with servers.own(*small) as running:
        bench = Bench.on("mariadb", running.url("mariadb"), "shop", tmp_path, command)
        bench.files(files("mariadb", ""))
        bench.fresh()
        full = bench.run("apply")
        left = rows(bench.url, "select applied, running from migrate_revisions where version = '2'")
        fewer = files("mariadb", "")
        fewer["2_t.sql"] = fewer["2_t.sql"].replace("seq_1_to_200000", "seq_1_to_100")
        bench.files(fewer)
        again = bench.run("apply")

        assert full.returncode == 2
        assert "full" in full.stderr
        assert left == [(1, None)]
        assert again.returncode == 0, again.stderr
        assert rows(bench.url, "select count(*) from t") == [(100,)]


@pytest.mark.parametrize("kind", ["postgres", "mariadb"])
def test_no_connection_is_left(
    kind: str,
    database: Callable[[str], str],
    admin: Callable[[str], Connection],
    tmp_path: Path,
    command: Commands,
) -> None:
    """Who gets none is told, nothing is changed, and a run that has one needs no second."""
    bench = Bench.lent(kind, database(kind), admin, tmp_path, command)
    bench.files({"1_a.sql": "create table a (i integer);\n"})
    name = bench.url.rpartition("/")[2]
    user = f"u_{name[5:]}"
    lend = admin(kind).cursor()
    if kind == "postgres":
        lend.execute(f"create role {user} login connection limit 1")
        lend.execute(f"alter database {name} owner to {user}")
    else:
        lend.execute(f"create user {user}@'%' with max_user_connections 1")
        lend.execute(f"grant all on {name}.* to {user}@'%'")
    server = bench.url.partition("@")[2]
    url = f"{bench.url.partition('://')[0]}://{user}@{server}"
    try:
        with contextlib.closing(plain(url)):
            none = bench.run("apply", url=url)
        before = dump(bench.url)
        again = bench.run("apply", url=url)

        assert none.returncode == 2
        assert "cannot connect" in none.stderr
        assert "create table" not in before.lower()
        assert again.returncode == 0, again.stderr
    finally:
        bench.fresh()
        lend.execute(f"drop role {user}" if kind == "postgres" else f"drop user {user}@'%'")


def test_what_cannot_be_cancelled_is_told(
    database: Callable[[str], str], admin: Callable[[str], Connection], tmp_path: Path
) -> None:
    """MariaDB cancels by a second connection; without one the statement ends by itself, and that is said."""
    url = database("mariadb")
    user = f"u_{url.rpartition('/')[2][5:]}"
    files = {"1_a.sql": "select sleep(4);\n", "2_b.sql": "create table b (i integer);\n"}
    where = ("--dir", write_directory(tmp_path / "migrations", files))
    lend = admin("mariadb").cursor()
    lend.execute(f"create user {user}@'%' with max_user_connections 1")
    lend.execute(f"grant all on {url.rpartition('/')[2]}.* to {user}@'%'")
    try:
        process = start_migrate("apply", *where, "--url", url.replace("root@", f"{user}@"), cwd=tmp_path)
        sleeps = f"select 1 from information_schema.processlist where user = '{user}' and info like '%sleep%'"
        while not rows(url, sleeps):
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        _, error = process.communicate(timeout=60)
    finally:
        lend.execute(f"drop user {user}@'%'")

    assert process.returncode == 2
    assert "warning: what ran could not be cancelled" in error
    assert "stopped while 2_b.sql ran" in error
    assert rows(url, "select version from migrate_revisions where error is null") == [("1",)]
