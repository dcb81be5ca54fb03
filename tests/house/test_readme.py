"""The README says what holds: its tour and its Python run, and it names what is there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from migrate.cli.main import COMMANDS
from migrate.config import KEYS
from tests.commands import COMMAND, ROOT, environment, run_migrate

README = (ROOT / "README.md").read_text(encoding="utf-8")
TOUR = re.findall(r"^    \$ (.+)$", README, re.M)
EDITOR = """
import sys
for path in sys.argv[1:]:
    with open(path, "w") as file:
        file.write("drop table users;" if ".down." in path else "create table users (id integer);")
"""


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which `migrate` is the real command and the editor writes a table."""
    (tmp_path / "bin").mkdir()
    (tmp_path / "editor.py").write_text(EDITOR)
    (tmp_path / "bin" / "migrate").write_text(f'#!/bin/sh\nexec {shlex.join(COMMAND)} "$@"\n')
    (tmp_path / "bin" / "migrate").chmod(0o755)
    env = environment({"EDITOR": shlex.join([sys.executable, str(tmp_path / "editor.py")])})
    env.pop("VISUAL", None)
    return {**env, "PATH": f"{tmp_path / 'bin'}:{env['PATH']}"}


def test_the_tour_can_be_walked(tmp_path: Path, shell: dict[str, str]) -> None:
    """Every line of the tour succeeds, up to the way back."""
    done = subprocess.run(
        ["sh", "-ex", "-c", "\n".join(TOUR)], cwd=tmp_path, env=shell, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    assert "planned" in done.stdout + done.stderr
    assert len(TOUR) >= 8


def test_the_python_runs(tmp_path: Path, shell: dict[str, str]) -> None:
    """The example in Python applies the directory of the tour and prints the version it came to."""
    (code,) = re.findall(r"```python\n(.*?)```", README, re.S)
    subprocess.run(
        ["sh", "-ec", "\n".join(TOUR[:2])], cwd=tmp_path, env=shell, check=True, capture_output=True
    )

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, env=shell, capture_output=True, text=True
    )

    newest = run_migrate("ls", "--latest", "--short", cwd=tmp_path).stdout
    assert (done.returncode, done.stdout) == (0, newest), done.stderr


def test_it_names_what_there_is() -> None:
    """Every command and key of the configuration is in the README, and no command that is not there."""
    named = set(re.findall(r"^\| `migrate ([\w-]+)", README, re.M))

    assert named == set(COMMANDS)
    assert [key for key in KEYS if f"`{key}`" not in README] == []
    assert {name for name in re.findall(r"scripts/(\w+)", README)} == {"example", "test"}
