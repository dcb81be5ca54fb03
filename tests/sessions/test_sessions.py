"""Whole sessions at the command line, kept as text: see the README beside this file."""

from __future__ import annotations

import contextlib
import filecmp
import io
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from migrate.cli.main import main

SESSIONS = sorted(Path(__file__).parent.glob("*.txtar"))
GIT = ("git", "-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "init.defaultBranch=main")
DEV = re.compile(r"^dev (\w+)$", re.M)
SECTION = re.compile(r"^-- (\S+) --\n", re.M)


class Session:
    """A folder, a clock, dev databases by the kind of their server, and what the last command said."""

    def __init__(self, devs: dict[str, str]) -> None:
        self.devs = devs
        self.now = datetime(2026, 4, 12, 9, 30, tzinfo=UTC)
        self.said = {"stdout": "", "stderr": ""}

    def run(self, line: str) -> None:
        """Do what a line of the session says; an AssertionError tells what is not so."""
        command, _, rest = line.partition(" ")
        negated = command == "!"
        if negated:
            command, _, rest = rest.partition(" ")
        if command.startswith("$"):
            self.type(shlex.split(rest), status=int(command[1:] or 0))
            return
        words = shlex.split(rest)
        match command:
            case "stdout" | "stderr":
                text = self.said[command]
                assert bool(re.search(words[0], text, re.M)) != negated, f"{command} is:\n{text}"
            case "cmp":
                self.compare(*words)
            case "dev":
                os.environ["MIGRATE_DEV_URL"] = self.devs[words[0]]
            case "exists":
                assert os.path.lexists(words[0]) != negated
            case "env":
                name, _, value = words[0].partition("=")
                os.environ[name] = value
            case _:
                raise ValueError(f"a session has no {command!r}")

    def type(self, words: list[str], *, status: int) -> None:
        """Run what stands behind a dollar sign."""
        match words:
            case ["migrate", *arguments]:
                out, err = io.StringIO(), io.StringIO()
                with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                    ended = main(arguments, now=self.now)
                self.now += timedelta(minutes=1)
                self.said = {"stdout": out.getvalue(), "stderr": err.getvalue()}
                told = "".join(f"{name}:\n{text}" for name, text in self.said.items())
                assert ended == status, f"ended with {ended}\n{told}"
            case ["edit", name, text]:
                with open(name, "a", newline="") as stream:
                    stream.write(text + "\n")
            case ["git", *arguments]:
                subprocess.run([*GIT, *arguments], check=True, capture_output=True)
            case ["rm", *names]:
                for name in names:
                    Path(name).unlink()
            case ["mkdir", *names]:
                for name in names:
                    Path(name).mkdir(parents=True)
            case ["mv", old, new]:
                Path(old).rename(new)
            case ["cp", old, new]:
                shutil.copy(old, new)
            case ["cd", name]:
                os.chdir(name)
            case _:
                raise ValueError(f"a session has no command {words!r}")

    def compare(self, got: str, wanted: str) -> None:
        """Compare two files, or what was said with a file."""
        if got in self.said:
            assert self.said[got] == Path(wanted).read_text()
        else:
            assert filecmp.cmp(got, wanted, shallow=False), Path(got).read_text()


@pytest.mark.parametrize("path", SESSIONS, ids=lambda path: path.stem)
def test_a_session_goes_as_it_is_written(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: Callable[[str], str]
) -> None:
    """Each line holds, in a fresh folder with nothing configured."""
    lines, *sections = SECTION.split(path.read_text())
    devs = {kind: f"{database(kind)}?throwaway=1" for kind in DEV.findall(lines)}
    monkeypatch.setattr(os, "environ", {k: v for k, v in os.environ.items() if not k.startswith("MIGRATE_")})
    monkeypatch.chdir(tmp_path)
    for name, content in zip(sections[::2], sections[1::2], strict=True):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
    session = Session(devs)

    for number, line in enumerate(lines.splitlines(), 1):
        if line and not line.startswith("#"):
            try:
                session.run(line)
            except AssertionError as error:
                raise AssertionError(f"{path.name}:{number}: {line}\n{error}") from None


def test_there_are_sessions() -> None:
    """A folder that was moved does not pass for lack of cases."""
    assert SESSIONS
