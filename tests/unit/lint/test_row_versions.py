"""The budget of INSTANT changes of MySQL, from values: no server among those of the tests counts them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from migrate.dialects.mysql.features import Features
from migrate.dialects.mysql.observe import MySqlEffects
from migrate.lint.rules import find
from migrate.schema.changes import Add, Change
from migrate.schema.model import Column, Index, Schema
from tests.unit.lint.test_facts import observed

ADDED = Add(Column(name="nick", table="orders", type="text"))
SQL = "alter table orders add column nick text"


def told(changes: tuple[Change, ...] = (ADDED,), **effects: int | str) -> list[str]:
    """Return what the rule says of a statement with these effects."""
    seen = MySqlEffects(**{"algorithm": "INSTANT", "row_versions": 48, "most_row_versions": 64, **effects})
    schema = Schema.of("mysql", [])
    statement = replace(
        observed(SQL), dialect="mysql", version=(8, 0, 36), start=schema, before=schema, after=schema
    )
    return [
        each.message for each in find("row-versions").check(replace(statement, changes=changes, effects=seen))
    ]


def test_three_quarters_of_the_budget_are_told() -> None:
    """With the table, the count, and what the server takes."""
    words = "orders has had {} of the {} INSTANT changes of its columns that it takes"

    assert told() == [words.format(48, 64)]
    assert told(row_versions=200, most_row_versions=255) == [words.format(200, 255)]


@pytest.mark.parametrize(
    "effects",
    [{"row_versions": 47}, {"most_row_versions": 255}, {"algorithm": "INPLACE"}, {"most_row_versions": 0}],
)
def test_less_is_not_told(effects: dict[str, int | str]) -> None:
    """Nor a change that is not instant, nor anything where nobody counts."""
    assert told(**effects) == []


def test_what_is_no_column_uses_no_version() -> None:
    """An index may be renamed at once, too."""
    assert told((Add(Index(name="i", table="orders")),)) == []


@pytest.mark.parametrize(
    ("mariadb", "version", "most"),
    [
        (True, (11, 4), 0),
        (False, (8, 0, 28), 0),
        (False, (8, 0, 29), 64),
        (False, (9, 0, 1), 64),
        (False, (9, 1), 255),
    ],
)
def test_the_budget_is_that_of_the_server(mariadb: bool, version: tuple[int, ...], most: int) -> None:
    """By flavour and version."""
    assert Features(mariadb, version).row_versions == most
