"""Which kept items a prune concerns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from migrate.database.kept import Kept, Kind
from migrate.errors import UsageError
from migrate.operations.keep.items import chosen

NOW = datetime(2026, 4, 12, tzinfo=UTC)


def item(number: int, *, days: int = 0, restored: bool = False) -> Kept:
    """Return an item that was kept some days ago."""
    at = (NOW - timedelta(days=days)).isoformat(timespec="milliseconds")
    back = at if restored else None
    return Kept(number, "1", Kind.TABLE, "", "t", (), "place", kept_at=at, restored_at=back)


ITEMS = (item(1, days=40), item(2, days=40, restored=True), item(3, restored=True))


def numbers(**words: object) -> list[int]:
    """Return the numbers of the chosen items."""
    return [each.id for each in chosen(ITEMS, now=NOW, **words)]  # type: ignore[arg-type]


def test_all_that_is_said_must_be_true_of_an_item() -> None:
    """Numbers, age and whether it is back narrow the choice together."""
    assert numbers(numbers=[1, 3]) == [1, 3]
    assert numbers(older_than=timedelta(days=30)) == [1, 2]
    assert numbers(restored=True) == [2, 3]
    assert numbers(restored=True, older_than=timedelta(days=30)) == [2]
    assert numbers(numbers=[1], restored=True) == []


def test_a_number_that_is_not_there_is_a_mistake() -> None:
    """It may be a slip: nothing is pruned."""
    with pytest.raises(UsageError, match="no item 7, 9"):
        numbers(numbers=[1, 9, 7])
