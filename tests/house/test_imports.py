"""What a small command may load of the house: no room that it does not stand in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import environment
from tests.directories import write_directory

LOADED = """
import sys
from migrate.cli.main import main
main(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
"""
DOOR = {
    "migrate",
    "migrate.cli",
    "migrate.cli.main",
    "migrate.cli.options",
    "migrate.cli.output",
    "migrate.errors",
    "migrate.report",
    "migrate.report.problem",
    "migrate.version",
}
READING = {
    "migrate.config",
    "migrate.directory",
    "migrate.directory.directory",
    "migrate.directory.disk",
    "migrate.directory.file",
    "migrate.directory.naming",
    "migrate.directory.sumfile",
}
AUTHORING = {"migrate.operations", "migrate.report.text", "migrate.cli.commands"}
VERBS = {"new": "author", "init": "author", "hash": "seal", "validate": "validate", "ls": "listing"}


def loaded(*args: str, cwd: Path) -> set[str]:
    """Run a command in a fresh interpreter and return the modules that it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *args], cwd=cwd, env=environment(), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return set(done.stderr.split())


def of_the_house(modules: set[str]) -> set[str]:
    """Return the modules that are ours."""
    return {module for module in modules if module.partition(".")[0] == "migrate"}


@pytest.mark.parametrize("args", [("--version",), ("--help",)], ids=" ".join)
def test_the_door_itself_loads_no_command(args: tuple[str, ...], tmp_path: Path) -> None:
    """Neither the version nor the table of commands needs a room behind the door."""
    assert of_the_house(loaded(*args, cwd=tmp_path)) == DOOR


@pytest.mark.parametrize(
    "args", [("new", "a"), ("hash",), ("validate",), ("ls",), ("init",)], ids=lambda args: args[0]
)
def test_a_command_of_an_author_loads_the_directory_alone(args: tuple[str, ...], tmp_path: Path) -> None:
    """No dialect, no database, no scanner: nothing that grows with the house."""
    write_directory(tmp_path / "migrations", {"1_a.sql": "create table a (b int);\n"})

    ours = of_the_house(loaded(*args, cwd=tmp_path))

    known = DOOR | READING | AUTHORING | ({"migrate.cli.dev"} if args[0] == "validate" else set())
    assert ours - known == {f"migrate.cli.commands.{args[0]}", f"migrate.operations.{VERBS[args[0]]}"}


def test_the_version_is_told_without_package_metadata(tmp_path: Path) -> None:
    """Reading it from what is installed takes longer than all the rest."""
    assert "importlib.metadata" not in loaded("--version", cwd=tmp_path)
