"""What the promises of apply and down are tested in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.places import Place
from tests.shop import SHOP, dev_url


@pytest.fixture
def place(each_database: str, tmp_path: Path) -> Place:
    """Give a directory and a fresh database."""
    path = tmp_path / "migrations"
    path.mkdir()
    return Place(path, each_database)


@pytest.fixture
def migrate(
    run_migrate: Callable[..., Any], each_database: str, directory: Callable[..., Path]
) -> Callable[..., str]:
    """Run a command of `migrate` on the database of the test and its directory."""
    directory(SHOP)

    def run(*args: str, status: int = 0) -> str:
        done = run_migrate(*args, "--url", each_database, env={"MIGRATE_DEV_URL": dev_url(each_database)})
        assert done.returncode == status, done.stderr
        return str(done.stdout + done.stderr)

    return run
