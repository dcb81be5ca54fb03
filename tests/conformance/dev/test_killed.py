"""Nothing of ours stays when a run is killed, and runs do not disturb each other."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from migrate.dev.cache import FORMAT, Cache
from migrate.dev.scratch import PREFIX, scratch
from tests.commands import ROOT

PATIENCE = 30.0
SERVERS = ("embedded://postgres", "local://mariadb")
HOLD = """
import sys
from migrate.dev.choose import choose
with choose(sys.argv[1]).open() as session:
    session.query("create table a (id int)")
    print("ready", flush=True)
    sys.stdin.read()
"""


@contextlib.contextmanager
def holding(kind: str, environment: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run a process that holds a dev database open until its standard input ends."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, kind],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.kill()


@pytest.fixture
def place(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Lend a folder in which the throwaway folders of this test stand, and nobody else's."""
    with tempfile.TemporaryDirectory(prefix="t", dir="/tmp") as name:  # a socket's path is short
        folder = Path(name)
        folder.chmod(0o1777)
        environment["MIGRATE_SCRATCH_DIR"] = name
        monkeypatch.setenv("MIGRATE_SCRATCH_DIR", name)
        yield folder


def servers_in(place: Path) -> list[int]:
    """Return the processes whose command names a folder below a place."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if f"{place}/{PREFIX}" in file.read_text(errors="replace"):
                found.append(int(file.parent.name))
    return found


def until(true: Callable[[], bool]) -> None:
    """Wait for something that happens by itself."""
    give_up = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < give_up, "it did not happen"
        time.sleep(0.05)


@pytest.mark.parametrize("kind", SERVERS)
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_server_ends_with_the_run_that_was_killed(
    kind: str, how: signal.Signals, place: Path, environment: dict[str, str]
) -> None:
    """A run is killed in the middle: soon its server and its folder are gone, without another run."""
    with holding(kind, environment) as process:
        assert servers_in(place)
        process.send_signal(how)
        process.wait()

    until(lambda: not servers_in(place) and not list(place.iterdir()))


@pytest.mark.parametrize("kind", SERVERS)
def test_the_next_run_sweeps_what_even_the_watcher_left(
    kind: str, place: Path, environment: dict[str, str]
) -> None:
    """Run and watcher are killed together, as when a container runs out of memory: the next run tidies up."""
    with holding(kind, environment) as process:
        pids = servers_in(place)
        watchers = [pid for pid in pids if "read -r word" in Path(f"/proc/{pid}/cmdline").read_text()]
        assert len(watchers) == 1
        os.kill(watchers[0], signal.SIGKILL)
        process.kill()
        process.wait()
    assert set(servers_in(place)) - set(watchers)

    with scratch():
        until(lambda: not servers_in(place))
    assert not list(place.iterdir())


def test_a_run_that_lives_is_left_alone(place: Path, environment: dict[str, str]) -> None:
    """Whoever sweeps leaves the folders and servers of runs that still work."""
    with holding(SERVERS[0], environment) as process:
        before = servers_in(place)
        with scratch():
            assert servers_in(place) == before
        assert process.poll() is None
        assert process.communicate()[0] == ""
    assert process.returncode == 0

    assert not list(place.iterdir())


def test_runs_start_at_once_with_an_empty_cache(
    place: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    """Several runs that prepare the same data directory at the same time all get theirs, and keep one."""
    environment["MIGRATE_CACHE_DIR"] = str(tmp_path)
    with contextlib.ExitStack() as stack:
        together = [
            subprocess.Popen(
                [sys.executable, "-c", HOLD, SERVERS[0]],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _ in range(3)
        ]
        for process in together:
            stack.enter_context(process)
        told = [process.communicate()[0] for process in together]

    assert told == ["ready\n"] * 3
    assert len(Cache(tmp_path).entries()) == len(list(Path(tmp_path, FORMAT).iterdir())) == 1
    assert not list(place.iterdir())
