"""Start-up is a feature: what speaks to no database loads nothing that does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import environment
from tests.directories import write_directory

HEAVY = ("sqlalchemy", "psycopg", "pymysql", "sqlite3", "cryptography", "sqlparse", "tabulate")
LOADED = """
import sys
from migrate.cli.main import main
status = main(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
sys.exit(status)
"""


@pytest.mark.parametrize(
    "args",
    [
        ("--version",),
        ("--help",),
        ("validate",),
        ("hash",),
        ("new", "add email"),
        ("ls",),
        ("apply", "--help"),
    ],
    ids=" ".join,
)
def test_no_driver_is_loaded(args: tuple[str, ...], tmp_path: Path) -> None:
    """A command that needs no database imports neither SQLAlchemy nor a driver nor cryptography."""
    write_directory(tmp_path / "migrations", {"1_a.sql": "create table a (b int);\n"})

    done = subprocess.run(
        [sys.executable, "-c", LOADED, *args], cwd=tmp_path, env=environment(), capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    loaded = {module.partition(".")[0] for module in done.stderr.split()}
    assert "click" in loaded
    assert loaded.isdisjoint(HEAVY)
