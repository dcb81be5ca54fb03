"""What a down reverts, decided from the rows of the revisions table."""

from __future__ import annotations

import pytest

from migrate.database.revision import Kind, Revision
from migrate.errors import HistoryError, UsageError
from migrate.operations.down.scope import scope


def row(version: str, kind: Kind = Kind.APPLIED, *, applied: int = 2, error: str | None = None) -> Revision:
    """Build a row of two statements."""
    return Revision(version, kind=kind, applied=applied, total=2, error=error)


ROWS = (row("10"), row("1"), row("2"))


def test_one_version_is_reverted_unless_more_are_asked_for() -> None:
    """Without a count the newest version goes, by the order of versions and not of rows."""
    found = scope(ROWS)

    assert [each.version for each in found.reverted] == ["10"]
    assert [each.version for each in found.kept] == ["1", "2"]
    assert found.target == "2"


def test_a_count_reverts_the_newest_first() -> None:
    """The order of what is reverted is the order in which down files run."""
    assert [each.version for each in scope(ROWS, count=2).reverted] == ["10", "2"]


@pytest.mark.parametrize(
    ("to", "reverted"), [("0", ["10", "2", "1"]), ("1", ["10", "2"]), ("0002", ["10"]), ("10", [])]
)
def test_a_target_stays_and_all_above_it_goes(to: str, reverted: list[str]) -> None:
    """Versions of digits are compared by number; zero is below the first."""
    found = scope(ROWS, to=to)

    assert [each.version for each in found.reverted] == reverted
    assert bool(found) is bool(reverted)


def test_an_attempt_that_left_nothing_is_cleared_and_not_counted() -> None:
    """A failed file that left nothing behind is no version to revert, but its row goes."""
    rows = (*ROWS, row("11", applied=0, error="syntax error"))

    found = scope(rows)

    assert [each.version for each in found.reverted] == ["11", "10"]
    assert found.target == "2"


def test_a_half_applied_version_is_reverted_as_such() -> None:
    """A partial revision counts as one, and is known to be partial."""
    found = scope((*ROWS, row("11", applied=1, error="no such table")))

    assert [each.version for each in found.reverted] == ["11"]
    assert found.partial is not None
    assert found.partial.version == "11"


@pytest.mark.parametrize("count", [0, -1])
def test_less_than_one_version_is_a_mistake(count: int) -> None:
    """A count below one is told."""
    with pytest.raises(UsageError, match="cannot be reverted"):
        scope(ROWS, count=count)


def test_more_versions_than_there_are_is_a_mistake() -> None:
    """A count above what is applied is told, with the number that is."""
    with pytest.raises(UsageError, match="3 are applied"):
        scope(ROWS, count=4)


def test_nothing_can_be_reverted_where_nothing_is_applied() -> None:
    """A database without revisions is told as such."""
    with pytest.raises(UsageError, match="nothing is applied"):
        scope(())


def test_a_version_that_is_not_applied_is_no_target() -> None:
    """The nearest applied version below is named."""
    with pytest.raises(UsageError, match="version 5 is not applied") as caught:
        scope(ROWS, to="5")

    assert caught.value.hint == "the nearest one below is 2"


def test_nothing_goes_below_a_baseline() -> None:
    """What a database was before its baseline is not known."""
    rows = (row("5", Kind.BASELINE), row("6"))

    with pytest.raises(HistoryError, match="baseline"):
        scope(rows, to="0")
    with pytest.raises(HistoryError, match="below the baseline"):
        scope(rows, to="3")
    assert [each.version for each in scope(rows, to="5").reverted] == ["6"]
