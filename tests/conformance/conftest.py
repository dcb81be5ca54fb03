"""What the promises of apply are tested in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.places import Place


@pytest.fixture
def place(each_database: str, tmp_path: Path) -> Place:
    """Give a directory and a fresh database."""
    path = tmp_path / "migrations"
    path.mkdir()
    return Place(path, each_database)
