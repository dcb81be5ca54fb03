"""A repository with a sealed directory, and the command beside it, on a dev database of SQLite."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from migrate.cli.main import main
from tests.directories import seal, write_directory

BASE = "create table users (id integer primary key, mail text);\n"


class Repository:
    """A repository of git whose branch ``main`` holds one migration; the work goes on on ``feature``."""

    def __init__(self, root: Path, folder: str = "migrations") -> None:
        self.root = root
        self.path = root / folder
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")
        self.commit({"1_users.sql": BASE})
        self.git("checkout", "-q", "-b", "feature")

    def git(self, *arguments: str) -> str:
        """Run git."""
        command = ("git", "-c", "user.name=Ann", "-c", "user.email=ann@example.org", *arguments)
        return subprocess.run(command, cwd=self.root, check=True, capture_output=True, text=True).stdout

    def add(self, files: Mapping[str, str]) -> None:
        """Write files and seal the directory."""
        write_directory(self.path, files, sealed=False)
        seal(self.path)

    def commit(self, files: Mapping[str, str]) -> None:
        """Write files, seal and commit them."""
        self.add(files)
        self.git("add", "-A")
        self.git("commit", "-qm", "more")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Return a repository, and stand in it."""
    found = Repository(tmp_path / "house")
    monkeypatch.chdir(found.root)
    return found


Lint = Callable[..., Any]


@pytest.fixture
def lint(capsys: pytest.CaptureFixture[str]) -> Lint:
    """Run ``migrate lint`` on SQLite; return the JSON, or the text of another ``form``."""

    def run(*arguments: str, form: str = "json", status: int | None = None) -> Any:
        capsys.readouterr()
        found = main(["lint", "--dialect", "sqlite", "--format", form, *arguments])
        out, err = capsys.readouterr()
        assert status is None or found == status, (found, out, err)
        return json.loads(out) if form == "json" else out

    return run


def codes(report: Mapping[str, Any], *groups: str) -> list[str]:
    """Return the codes of the findings of some groups: a rule that is added is not these tests' affair."""
    wanted = groups or ("DS", "EX", "HI", "LI")
    return [code for each in report["diagnostics"] if (code := each["code"])[:2] in wanted]
