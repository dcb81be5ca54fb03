"""The servers and measures that every other test leans on."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from tests.clients import OURS, rows
from tests.commands import ROOT

KILLED_RUN = """
import os, signal
from tests import servers
with servers.keeper() as os.environ[servers.KEEPER]:
    print(servers.ask("postgres"), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_database_is_empty_and_gone_after_its_test(
    each_database: str, plain_client: Callable[[str, str], str], dump: Callable[..., str]
) -> None:
    """A fresh database has no table, keeps what the plain client makes, and its dump shows exactly that."""
    empty = dump(each_database)

    plain_client(each_database, "create table t (a integer); insert into t values (7);")

    assert "CREATE TABLE" not in empty.upper()
    assert rows(each_database, "select a from t") == [(7,)]
    assert "CREATE TABLE" in dump(each_database).upper()
    assert "7" in dump(each_database, data=True).removeprefix(dump(each_database))


def test_a_dump_leaves_out_the_tables_of_the_tool(
    each_database: str, plain_client: Callable[[str, str], str], dump: Callable[..., str]
) -> None:
    """A database is not different for having been migrated by us."""
    plain_client(each_database, "create table t (a integer primary key)")
    before = dump(each_database, data=True)

    for table in OURS:
        plain_client(each_database, f"create table {table} (a integer); insert into {table} values (1);")

    assert dump(each_database, data=True) == before


def test_the_servers_are_the_versions_they_are_said_to_be(database: Callable[[str], str]) -> None:
    """PostgreSQL 18 and 15 and a MariaDB answer, so that no test passes on another server than it names."""
    newest, (fifteen,), (maria,) = (
        rows(database("postgres"), "select current_setting('server_version_num')::int / 10000")[0],
        rows(database("postgres15"), "select current_setting('server_version_num')::int / 10000")[0],
        rows(database("mariadb"), "select version()")[0],
    )

    assert newest >= (18,)
    assert fifteen == 15
    assert "MariaDB" in maria


def test_no_server_outlives_a_killed_run() -> None:
    """A run that is killed cannot stop its servers; the keeper does."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("MIGRATE_TEST_")}

    done = subprocess.run(
        [sys.executable, "-c", KILLED_RUN], cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    )

    assert done.returncode == -signal.SIGKILL
    address = ("127.0.0.1", urlsplit(done.stdout.strip()).port)
    assert any(_refuses(address) for _ in range(300)), "the server is still there"


def _refuses(address: tuple[str, int | None]) -> bool:
    """Return whether nobody listens any more; otherwise wait a little."""
    with socket.socket() as probe:
        if probe.connect_ex(address):
            return True
    time.sleep(0.1)
    return False
