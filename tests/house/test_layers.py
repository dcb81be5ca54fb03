"""The law of the house in ``setup.cfg``: kept, and able to refuse."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import ROOT


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package in a folder."""
    return subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )


def test_arrows_run_down() -> None:
    """No room imports from its own floor or a higher one, and every room has a floor."""
    done = lint_imports(ROOT)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("module", "line", "broken"),
    [
        ("sql/rules.py", "import migrate.dialects.url", "Arrows run down"),
        ("directory/__init__.py", "import migrate.dialects", "Arrows run down"),
        ("garage/__init__.py", "", "Arrows run down"),
        ("operations/__init__.py", "import migrate.config", "Only the front doors read the configuration"),
        ("report/__init__.py", "import click", "Only the command line knows click"),
        ("cli/__init__.py", "import psycopg.rows", "Only what speaks to a database knows the drivers"),
    ],
)
def test_a_forbidden_import_is_refused(module: str, line: str, broken: str, tmp_path: Path) -> None:
    """A single import against the law, or a room without a floor, is named."""
    shutil.copytree(ROOT / "migrate", tmp_path / "migrate")
    shutil.copy(ROOT / "setup.cfg", tmp_path)
    target = tmp_path / "migrate" / module
    target.parent.mkdir(exist_ok=True)
    with target.open("a") as file:
        file.write(f"{line}\n")

    done = lint_imports(tmp_path)

    assert done.returncode == 1
    assert f"{broken} BROKEN" in done.stdout


def test_no_room_enters_by_the_face() -> None:
    """A room that imports a name from ``migrate`` itself closes a loop that import-linter cannot see."""
    rooms = {entry.stem for entry in (ROOT / "migrate").iterdir()}
    entering = []
    for file in (ROOT / "migrate").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_bytes())):
            match node:
                case ast.Import(names=names):
                    through = any(each.name == "migrate" for each in names)
                case ast.ImportFrom(module="migrate", names=names):
                    through = not {each.name for each in names} <= rooms
                case _:
                    continue
            if through:
                entering.append(f"{file.relative_to(ROOT)}:{node.lineno}")

    assert entering == []
