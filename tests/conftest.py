"""What every test may ask for: fresh databases on real servers, sealed directories, the real command.

The plain functions behind the fixtures are in :mod:`tests.clients`, :mod:`tests.commands` and
:mod:`tests.directories`; the servers in :mod:`tests.servers`.
"""

from __future__ import annotations

import contextlib
import functools
import os
import secrets
import signal
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import hypothesis
import pytest

from tests import clients, servers
from tests.commands import CACHE
from tests.commands import run_migrate as run_command
from tests.directories import write_directory

# Nothing here is judged by how long it took: the machine may be busy with the other workers.  A plain run
# draws the same examples each time: what it finds is the change's.
hypothesis.settings.register_profile(
    "tests",
    deadline=None,
    derandomize="MIGRATE_TEST_RANDOM" not in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("tests")

DATABASES = ("sqlite", *servers.KINDS)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a person leave a server out, by name: nothing is left out by itself."""
    parser.addoption(
        "--without",
        action="append",
        default=[],
        choices=servers.KINDS,
        help="leave out the tests that need this server (may be repeated)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Start the keeper of the servers, and give the run a cache of its own.

    The workers of pytest-xdist find both in their environment.  A run that a shell put into the background
    ignores Ctrl-C, and so would the commands whose interruption is tested.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if servers.KEEPER not in os.environ:
        stack = contextlib.ExitStack()
        config.add_cleanup(stack.close)
        os.environ[servers.KEEPER] = stack.enter_context(servers.keeper())
        os.environ[CACHE] = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="migrate-cache-", ignore_cleanup_errors=True)
        )
        for name in (servers.KEEPER, CACHE):
            stack.callback(os.environ.pop, name)


def pytest_report_header(config: pytest.Config) -> str:
    """Say which databases are tested and which were left out."""
    without = config.getoption("without")
    tested = [name for name in DATABASES if name not in without]
    return f"databases: {', '.join(tested)}" + (f"; left out: {', '.join(without)}" if without else "")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the parametrised tests of a server that was left out."""
    without = set(config.getoption("without"))
    gone = [item for item in items if without & {str(value) for value in _parameters(item)}]
    if gone:
        config.hook.pytest_deselected(items=gone)
        items[:] = [item for item in items if item not in gone]


def _parameters(item: pytest.Item) -> list[object]:
    return list(item.callspec.params.values()) if hasattr(item, "callspec") else []


@pytest.fixture(scope="session")
def admin() -> Iterator[Callable[[str], clients.Connection]]:
    """Lend the connection of this process that creates and drops databases: ``admin("mariadb")``."""
    with contextlib.ExitStack() as stack:

        @functools.cache
        def connect(kind: str) -> clients.Connection:
            url = servers.ask(kind)
            opened = clients.connect(url if kind == "mariadb" else f"{url}/postgres")
            stack.callback(opened.close)
            if kind == "mariadb":
                # A database that a test left locked cannot be dropped; say so instead of waiting for a day.
                opened.cursor().execute("set lock_wait_timeout = 30")
            return opened

        yield connect


@pytest.fixture
def database(
    request: pytest.FixtureRequest, tmp_path: Path, admin: Callable[[str], clients.Connection]
) -> Iterator[Callable[[str], str]]:
    """Make fresh, empty databases: ``database("postgres")`` returns a URL, valid until the test ends."""
    with contextlib.ExitStack() as stack:

        def make(kind: str) -> str:
            name = f"test_{secrets.token_hex(6)}"
            if kind == "sqlite":
                return f"sqlite:///{tmp_path / name}.db"
            if kind in request.config.getoption("without"):
                pytest.skip(f"left out by --without {kind}")
            force = "" if kind == "mariadb" else " with (force)"
            admin(kind).cursor().execute(f"create database {name}")
            stack.callback(lambda: admin(kind).cursor().execute(f"drop database if exists {name}{force}"))
            return f"{servers.ask(kind)}/{name}"

        yield make


@pytest.fixture
def pooled() -> Callable[[str], str]:
    """Return the URL of a PostgreSQL database behind PgBouncer in transaction mode: ``pooled(url)``."""
    return lambda url: f"{servers.ask(servers.POOLER)}/{url.rpartition('/')[2]}"


@pytest.fixture(params=DATABASES)
def each_database(request: pytest.FixtureRequest, database: Callable[[str], str]) -> str:
    """Return the URL of a fresh, empty database; the test runs once on each of :data:`DATABASES`."""
    return database(request.param)


@pytest.fixture
def plain_client() -> Callable[[str, str | bytes], str]:
    """Run SQL with the database's own client: ``plain_client(url, sql)``."""
    return clients.plain_client


@pytest.fixture
def dump() -> Callable[..., str]:
    """Return the schema by the database's own dump tool: ``dump(url, data=False)``."""
    return clients.dump


@pytest.fixture
def directory(tmp_path: Path) -> Callable[..., Path]:
    """Make a sealed migration directory: ``directory({"1_a.sql": "…"}, name="migrations", sealed=True)``."""

    def make(files: Mapping[str, str | bytes], *, name: str = "migrations", sealed: bool = True) -> Path:
        return write_directory(tmp_path / name, files, sealed=sealed)

    return make


@pytest.fixture
def run_migrate(tmp_path: Path) -> Callable[..., object]:
    """Run the real command in the test's folder: ``run_migrate("apply", "--url", url, env={…})``."""
    return functools.partial(run_command, cwd=tmp_path)
