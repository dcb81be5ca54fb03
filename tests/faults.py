"""The real command in forked children, each of which can be made to die at any of its calls to the database.

A keeper process has everything imported and forks a child for each command, so that a thousand of them take
minutes.  In a child every call that reaches the database is counted; before, during or after the one that was
asked for it kills itself, as the out-of-memory killer would.

    python -m tests.faults      serve commands, a line of JSON each, until the end of input
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.commands import ROOT, environment

BEFORE, DURING, AFTER = "before", "during", "after"


@dataclass(frozen=True)
class Kill:
    """When a command dies: at which call (from 1), where in it, and, during one, after how many seconds."""

    call: int
    when: str
    delay: float = 0.0


@dataclass(frozen=True)
class Ended:
    """How a command ended; ``calls`` is how many reached the database, if it lived to tell."""

    returncode: int
    stdout: str
    stderr: str
    calls: int

    @property
    def was_killed(self) -> bool:
        """Return whether the kill came in time."""
        return self.returncode == -signal.SIGKILL


class Commands:
    """Runs commands, one after the other, in children of a keeper."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(
        self, *args: str | Path, cwd: Path, env: Mapping[str, str] | None = None, kill: Kill | None = None
    ) -> Ended:
        """Run a command to its end, whichever that is."""
        return self._run(args, 1, cwd=cwd, env=env, kill=kill)[0]

    def together(
        self, count: int, *args: str | Path, cwd: Path, env: Mapping[str, str] | None = None
    ) -> list[Ended]:
        """Run the same command so many times at once, and return when all have ended."""
        return self._run(args, count, cwd=cwd, env=env, kill=None)

    def _run(
        self,
        args: Sequence[str | Path],
        count: int,
        *,
        cwd: Path,
        env: Mapping[str, str] | None,
        kill: Kill | None,
    ) -> list[Ended]:
        job = {
            "args": [str(arg) for arg in args],
            "count": count,
            "cwd": str(cwd),
            "env": environment(env),
            "kill": None if kill is None else [kill.call, kill.when, kill.delay],
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        return [Ended(**ended) for ended in json.loads(self._process.stdout.readline())]


@contextlib.contextmanager
def commands() -> Iterator[Commands]:
    """Start the keeper."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults"],
        cwd=ROOT,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Commands(process)
        assert process.stdin is not None
        process.stdin.close()


class _Calls:
    """Counts the calls of this process, and ends it at the one that was asked for."""

    def __init__(self, kill: Sequence[Any] | None) -> None:
        self.count = 0
        self._call, self._when, self._delay = kill or (0, BEFORE, 0.0)

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the same, if it lives."""

        def counted(*args: Any, **named: Any) -> Any:
            if threading.current_thread() is not threading.main_thread():
                return function(*args, **named)
            self.count += 1
            mine = self.count == self._call
            if mine and self._when == BEFORE:
                _die()
            if mine and self._when == DURING:
                threading.Thread(target=self._die_soon, daemon=True).start()
            try:
                return function(*args, **named)
            finally:
                if mine and self._when == AFTER:
                    _die()

        return counted

    def _die_soon(self) -> None:
        time.sleep(self._delay)
        _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _watch(calls: _Calls) -> None:
    """Put the count around what every call to a database goes through, whichever the driver."""
    import psycopg

    from migrate.dialects.mysql.session import MySqlSession
    from migrate.dialects.sqlite.session import SqliteSession

    for owner, name in ((psycopg.Connection, "wait"), (MySqlSession, "_send"), (SqliteSession, "_told")):
        setattr(owner, name, calls.around(getattr(owner, name)))


def _child(job: dict[str, Any], folder: str) -> None:
    """Be the command; never returns."""
    from migrate.cli.main import main

    for number, name in ((1, "stdout"), (2, "stderr")):
        os.dup2(os.open(f"{folder}/{name}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.clear()
    os.environ.update(job["env"])
    os.chdir(job["cwd"])
    calls = _Calls(job["kill"])
    _watch(calls)
    status = 70
    try:
        status = main(job["args"])
    finally:
        Path(folder, "calls").write_text(str(calls.count))
        sys.stdout.flush()
        os._exit(status)


def serve() -> None:
    """Fork a child for each line of input and answer with how it ended."""
    from migrate.dialects import mysql, postgres, sqlite  # noqa: F401
    from migrate.dialects.mysql import inspect as _mysql  # noqa: F401
    from migrate.dialects.postgres import inspect as _postgres  # noqa: F401
    from migrate.dialects.postgres import session  # noqa: F401

    for line in sys.stdin:
        job = json.loads(line)
        with tempfile.TemporaryDirectory() as root:
            children = {_fork(job, f"{root}/{number}"): f"{root}/{number}" for number in range(job["count"])}
            ended = [_ended(child, folder) for child, folder in children.items()]
        print(json.dumps(ended), flush=True)


def _fork(job: dict[str, Any], folder: str) -> int:
    os.mkdir(folder)
    child = os.fork()
    if child == 0:
        _child(job, folder)
    return child


def _ended(child: int, folder: str) -> dict[str, Any]:
    _, status = os.waitpid(child, 0)
    text = {
        name: path.read_text() if (path := Path(folder, name)).exists() else ""
        for name in ("stdout", "stderr", "calls")
    }
    code = os.waitstatus_to_exitcode(status)
    return {"returncode": code, **text, "calls": int(text["calls"] or 0)}


if __name__ == "__main__":
    serve()
