"""Where a password can be kept, and that it shows nowhere, whatever command is run and whatever fails."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import secrets
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import pytest

from migrate.cli.main import COMMANDS, main
from tests.clients import connect as plain
from tests.clients import rows
from tests.commands import start_migrate
from tests.directories import write_directory

TOKEN = secrets.token_hex(4)
"""Of this process of the tests alone: others plant passwords at the same time."""

SECRET = f"pl{TOKEN}/p@ss {TOKEN}w0rd"
WRITTEN = f"pl{TOKEN}%2Fp%40ss%20{TOKEN}w0rd"
SHOWN = re.compile(f"pl{TOKEN}|{TOKEN}w0rd")
Run = Callable[..., Any]

MAKE = {
    "postgres": "create role {user} login superuser password '{secret}'",
    "mariadb": "grant all on *.* to {user}@'127.0.0.1' identified by '{secret}'",
}
DROP = {"postgres": "drop role {user}", "mariadb": "drop user {user}@'127.0.0.1'"}


class Locked:
    """A database whose user has the planted password; ``url`` holds it, ``bare`` does not."""

    def __init__(self, kind: str, admin_url: str) -> None:
        parts = urlsplit(admin_url)
        self.kind = kind
        self.admin = admin_url
        self.user = f"planted_{parts.path.removeprefix('/')}"
        self.place = f"{parts.hostname}:{parts.port}"
        self.path = parts.path
        self.bare = f"{parts.scheme}://{self.user}@{self.place}{parts.path}"
        self.url = f"{parts.scheme}://{self.user}:{WRITTEN}@{self.place}{parts.path}"


@pytest.fixture(params=["postgres", "mariadb"])
def locked(request: pytest.FixtureRequest, database: Callable[[str], str]) -> Iterator[Locked]:
    """Give a database of a user with the planted password."""
    place = Locked(request.param, database(request.param))
    admin = plain(place.admin)
    admin.cursor().execute(MAKE[place.kind].format(user=place.user, secret=SECRET))
    yield place
    if place.kind == "postgres":
        admin.cursor().execute(f"drop owned by {place.user} cascade")
    admin.cursor().execute(DROP[place.kind].format(user=place.user))
    admin.close()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a directory with a way back."""
    write_directory(
        tmp_path / "migrations",
        {"1_a.sql": "create table a (i integer);\n", "1_a.down.sql": "drop table a;\n"},
    )
    return tmp_path


class Asking:
    """A door that speaks as much of PostgreSQL's protocol as to ask for a password in clear text."""

    def __init__(self, server: socket.socket) -> None:
        self.server = server
        self.port = server.getsockname()[1]
        self.told: list[str] = []

    def run(self) -> None:
        """Take one caller after the other until the door is closed."""
        with contextlib.suppress(OSError):
            while True:
                caller = self.server.accept()[0]
                with caller, caller.makefile("rb") as stream, contextlib.suppress(OSError, struct.error):
                    self._ask(caller, stream)

    def _ask(self, caller: socket.socket, stream: BinaryIO) -> None:
        while True:
            size, code = struct.unpack("!ii", stream.read(8))
            stream.read(size - 8)
            if code == 196608:  # the start of version 3.0; what comes before asks for encryption
                break
            caller.sendall(b"N")
        caller.sendall(b"R" + struct.pack("!ii", 8, 3))
        stream.read(1)
        (size,) = struct.unpack("!i", stream.read(4))
        self.told.append(stream.read(size - 4).rstrip(b"\0").decode())
        words = b"SFATAL\0C28P01\0Mno\0\0"
        caller.sendall(b"E" + struct.pack("!i", 4 + len(words)) + words)


@pytest.fixture
def asking() -> Iterator[Asking]:
    """Open a door that asks for a password and tells us which it was given."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        door = Asking(server)
        thread = threading.Thread(target=door.run, daemon=True)
        thread.start()
        yield door
        server.shutdown(socket.SHUT_RDWR)
    thread.join()


def kept_anywhere(project: Path, bare: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield configurations, with their environments, that keep the password in the ways of every database."""
    file = project / "secret"
    file.write_text(f"{SECRET}\n")
    words = [sys.executable, "-c", "import sys; print(open(sys.argv[1]).read(), end='')", str(file)]
    yield f'url = "{bare.replace("@", ":${SECRET}@", 1)}"', {"SECRET": WRITTEN}
    yield f'url = "{bare}"\npassword-file = "secret"', {}
    yield f'url = "{bare}"', {"MIGRATE_PASSWORD_FILE": str(file)}
    yield f'url = "{bare}"\npassword-command = {json.dumps(words)}', {}


def run_with(project: Path, run_migrate: Run, text: str, env: Mapping[str, str]) -> Any:
    """Run a command that opens the database, under a configuration."""
    (project / "migrate.toml").write_text(f"{text}\n")
    done = run_migrate("log", "--debug", env={"HOME": "/nowhere", **env})
    assert not SHOWN.search(done.stdout + done.stderr)
    return done


@pytest.mark.parametrize("locked", ["mariadb"], indirect=True)
def test_mariadb_is_opened_by_a_password_from_where_it_is_kept(
    locked: Locked, project: Path, run_migrate: Run
) -> None:
    """A variable in the URL, a file, a command, and the client's own file; another user's is not taken."""
    (project / ".my.cnf").write_text(
        f"[mysqld]\nuser = other\n[client]\n# a word\nuser={locked.user}\npassword = '{SECRET}' \n"
    )
    home = {"HOME": str(project)}
    nobody = locked.bare.replace(f"{locked.user}@", "")
    ways = [
        *kept_anywhere(project, locked.bare),
        (f'url = "{locked.bare}"', home),
        (f'url = "{nobody}"', home),
    ]

    for text, env in ways:
        done = run_with(project, run_migrate, text, env)
        assert done.returncode == 0, (text, done.stderr)
    without = run_with(project, run_migrate, f'url = "{locked.bare}"', {})
    (project / ".my.cnf").chmod(0o666)
    writable = run_with(project, run_migrate, f'url = "{locked.bare}"', home)

    assert (without.returncode, writable.returncode) == (2, 2)
    assert "is passed over, for everybody may write to it" in writable.stderr


def test_postgres_is_told_a_password_from_where_it_is_kept(
    asking: Asking, project: Path, run_migrate: Run
) -> None:
    """Also from where libpq looks by itself: PGPASSWORD, the file of passwords, a service."""
    bare = f"postgresql://app@127.0.0.1:{asking.port}/shop"
    escaped = SECRET.replace(":", r"\:")
    (project / "pgpass").write_text(f"127.0.0.1:{asking.port}:*:app:{escaped}\n")
    (project / "pgpass").chmod(0o600)
    (project / "services").write_text(
        f"[shop]\nhost=127.0.0.1\nport={asking.port}\ndbname=shop\nuser=app\npassword={SECRET}\n"
    )
    service = {"PGSERVICEFILE": str(project / "services")}
    ways = [
        *kept_anywhere(project, bare),
        (f'url = "{bare}"', {"PGPASSFILE": str(project / "pgpass")}),
        (f'url = "{bare}"', {"PGPASSWORD": SECRET}),
        ('url = "postgresql://"', {**service, "PGSERVICE": "shop"}),
        ('url = "postgresql://?service=shop"', service),
        (f'url = "{bare}?password={WRITTEN}"', {}),
    ]

    for text, env in ways:
        done = run_with(project, run_migrate, text, env)
        assert "cannot connect" in done.stderr, (text, done.stderr)

    assert asking.told == [SECRET] * len(ways)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('password-file = "none"', "the password file none cannot be read"),
        ('password-file = "two"', "one line is wanted"),
        ('password-command = ["false"]', "false ended with 1"),
        ('password-command = ["true"]', "what true printed is no password"),
        ('password-command = ["/no/such/program"]', "cannot be run"),
        ('password-command = "echo words"', "no shell reads them"),
        ('password-file = "two"\npassword-keyring = "shop"', "both name the password"),
    ],
)
def test_a_password_that_cannot_be_had_is_told(
    text: str, told: str, tmp_path: Path, run_migrate: Run
) -> None:
    """The error names the file or the program, not what they hold."""
    (tmp_path / "two").write_text(f"{SECRET}\nmore\n")
    (tmp_path / "migrate.toml").write_text(f'url = "postgresql://app@127.0.0.1:1/app"\n{text}\n')

    done = run_migrate("log", "--debug")

    assert done.returncode == 2
    assert told in done.stderr
    assert not SHOWN.search(done.stderr)


def test_a_keyring_is_asked(tmp_path: Path, run_migrate: Run) -> None:
    """The system's keyring is asked for the service and the user; what it gives is hidden as well."""
    (tmp_path / "keys.py").write_text(
        "from keyring.backend import KeyringBackend\n"
        "class Keyring(KeyringBackend):\n"
        "    priority = 1\n"
        "    def get_password(self, service, user):\n"
        f"        return {SECRET!r} if (service, user) == ('shop', 'app') else None\n"
        "    set_password = delete_password = None\n"
    )
    env = {"PYTHON_KEYRING_BACKEND": "keys.Keyring", "MIGRATE_URL": "postgresql://app@127.0.0.1:1/app"}
    root = str(Path(__file__).parent.parent.parent)
    env["PYTHONPATH"] = f"{root}:{tmp_path}"

    ends = []
    for service in ("shop", "other"):
        (tmp_path / "migrate.toml").write_text(f'password-keyring = "{service}"\n')
        ends.append(run_migrate("log", "--debug", env=env))

    assert "cannot connect to postgresql://app:***@127.0.0.1:1/app" in ends[0].stderr
    assert "the keyring has no password of app for other" in ends[1].stderr
    assert not SHOWN.search("".join(end.stderr for end in ends))


WORDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "init": ((),),
    "new": (("more",),),
    "diff": (("more", "--to", "{url}"), ("more", "--to", "no.sql")),
    "plan-down": ((), ("9",)),
    "hash": ((), ("--check",)),
    "validate": ((), ("--replay",)),
    "ls": ((),),
    "inspect": (("{url}",), ("{url}", "--format", "sql"), ("migrations",)),
    "key": (("show", "{url}"),),
    "sign": (("{url}",), ("--key", "{url}")),
    "verify-signature": (("--allowed-signers", "{url}"),),
    "apply": ((), ("--dry-run",), ("--check-drift",), ("--to-version", "9"), ("--dir", "broken")),
    "down": (("--dry-run",), ("--plan-out", "plan.json"), ("--yes",), ("--plan", "plan.json", "--yes")),
    "verify": (("--all",),),
    "status": ((), ("--exit-code",)),
    "log": ((), ("--verify",), ("--expect", "1:2")),
    "drift": ((), ("--adopt", "words"), ("--format", "sql")),
    "set": (("1",), ("9",)),
    "resolve": (("1", "--statement", "1", "--done"),),
    "cache": ((),),
    "lint": ((), ("--latest", "1")),
}
"""The words that each command is tried with, by name; one that is not here is tried with none."""


def spoiled(place: Locked) -> Iterator[str]:
    """Yield URLs with the password that lead nowhere, each in its own way."""
    url = place.url
    yield url.replace(place.place, "127.0.0.1:1")
    yield url.replace(place.place, "no-such-host.invalid")
    yield url.replace(place.user, f"nobody_{place.user}")
    yield url.replace(place.path, "/nowhere")
    yield f"{url}?no_such_option=1"
    yield f"{url}?sslmode=verify-full&sslrootcert=/none&ssl_ca=/none"
    yield url.replace("://", "+nodriver://").replace("postgres", "oracle").replace("maria", "oracle")
    yield url.replace("127.0.0.1:", "127.0.0.1:x")
    yield f"{place.bare}?password={WRITTEN}&user=nobody"


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_shows_a_password(
    command: str, locked: Locked, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither stdout nor stderr, text nor JSON, traceback nor history, and no file that is written."""
    write_directory(project / "broken", {"1_a.sql": "create table a (i integer);\n", "2_b.sql": "oops;\n"})
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MIGRATE_")}
    monkeypatch.setattr(
        os, "environ", {**kept, "MIGRATE_DEV_URL": locked.url.replace(locked.path, "/nowhere")}
    )
    monkeypatch.chdir(project)
    variants = WORDS.get(command, ((),))
    runs = [(locked.url, words) for words in variants]
    runs += [(url, variants[-1]) for url in spoiled(locked)]
    said = []
    for url, words in runs:
        (project / "migrate.toml").write_text(f'url = "{url}"\n')
        for form in ((), ("--format", "json")):
            out, err = io.StringIO(), io.StringIO()
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                main([command, *(word.format(url=url) for word in words), *form, "--debug"])
            said.append(out.getvalue() + err.getvalue())

    assert [text for text in said if SHOWN.search(text)] == []
    if command == "apply":
        for table in ("migrate_history", "migrate_revisions"):
            kept_there = str(rows(locked.admin, f"select * from {table}"))
            assert "oops" in kept_there
            assert not SHOWN.search(kept_there)
    for file in project.rglob("*"):
        if file.is_file() and file.name != "migrate.toml":
            assert not SHOWN.search(file.read_text("utf-8", "replace")), file


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks into /proc")
def test_no_process_that_we_start_is_given_a_password(locked: Locked, project: Path) -> None:
    """While a command with a dev database runs, no child of it has the password among its words."""
    (project / "migrate.toml").write_text(f'url = "{locked.url}"\n')
    dev = {"MIGRATE_DEV_URL": "embedded://postgres" if locked.kind == "postgres" else "local://mariadb"}
    running = start_migrate("verify", "--all", cwd=project, env=dev)
    seen: set[str] = set()
    while running.poll() is None:
        seen |= {line for pid, line in _processes() if pid != running.pid}
        time.sleep(0.02)

    running.communicate()
    assert any(str(project) in line or "postgres" in line or "maria" in line for line in seen)
    assert not SHOWN.search("\n".join(seen))


def _processes() -> Iterator[tuple[int, str]]:
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                words = Path(entry.path, "cmdline").read_bytes().replace(b"\0", b" ")
            except OSError:
                continue
            yield int(entry.name), words.decode("utf-8", "replace")
