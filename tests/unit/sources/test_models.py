"""Finding the metadata of an application."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import pytest

from migrate.errors import UsageError
from migrate.sources.models import load

NUMBERS = itertools.count()


def module(folder: Path, text: str) -> str:
    """Write a module that nobody has imported yet, and return its name."""
    name = f"app_{next(NUMBERS)}_{id(folder)}"
    (folder / f"{name}.py").write_text(text)
    return name


CLASSES = """
from sqlalchemy import Integer, MetaData, Column, Table
from sqlalchemy.orm import DeclarativeBase, mapped_column

class Base(DeclarativeBase):
    pass

class User(Base):
    __tablename__ = "users"
    id = mapped_column(Integer, primary_key=True)

class inside:
    tables = MetaData()
    empty = MetaData()

Table("a", inside.tables, Column("id", Integer))
number = 5
"""


@pytest.mark.parametrize(
    ("place", "tables"),
    [(":Base", ["users"]), (":Base.metadata", ["users"]), ("", ["users"]), (":inside.tables", ["a"])],
)
def test_metadata_is_found_by_its_place(tmp_path: Path, place: str, tables: list[str]) -> None:
    """A MetaData, something that has one, or the usual name."""
    assert sorted(load(module(tmp_path, CLASSES) + place, tmp_path).tables) == tables
    assert str(tmp_path) not in sys.path


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        (CLASSES, ":number", "is no metadata"),
        (CLASSES, ":no.such", "is no metadata"),
        (CLASSES, ":inside.empty", "has no tables"),
        ("x = 1", "", "is no metadata"),
        ("import no_such_package_at_all", "", "No module named 'no_such_package_at_all'"),
        ("1 / 0", "", "ZeroDivisionError"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, place: str, words: str) -> None:
    """Whatever goes wrong in somebody's module is told in a sentence."""
    with pytest.raises(UsageError, match=words):
        load(module(tmp_path, text) + place, tmp_path)


def test_a_place_is_a_module(tmp_path: Path) -> None:
    """A path, or words, are not the name of a module."""
    for place in ("models.py:Base/x", "my models", "../models", ""):
        with pytest.raises(UsageError):
            load(place, tmp_path)
