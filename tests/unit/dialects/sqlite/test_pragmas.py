"""Pragmas of a file that runs in one transaction."""

from __future__ import annotations

import pytest

from migrate.dialects.sqlite import pragmas
from migrate.sql.statement import Statement

ON, OFF, INSERT, DROP, INDEX = (
    Statement(text, 0)
    for text in (
        "PRAGMA foreign_keys = ON",
        "pragma main.foreign_keys(0)",
        "insert into t values (1)",
        "drop table t",
        "create index i on t (a)",
    )
)


@pytest.mark.parametrize(
    ("statements", "edges"),
    [
        ((), (0, 0)),
        ((INSERT,), (0, 0)),
        ((OFF, INSERT, ON), (1, 1)),
        ((OFF, ON), (2, 0)),
        ((INSERT, OFF, INSERT), (0, 0)),
        ((Statement("pragma journal_mode = wal", 0), OFF, INSERT), (2, 0)),
        ((Statement("pragma user_version = 3", 0), INSERT), (0, 0)),
    ],
)
def test_the_edges_run_outside(statements: tuple[Statement, ...], edges: tuple[int, int]) -> None:
    """Pragmas that a transaction would swallow run before it and after it."""
    assert pragmas.outside(statements) == edges


@pytest.mark.parametrize(
    ("statements", "enforced", "missed"),
    [
        ((INSERT, OFF, INSERT), False, None),  # it is off already
        ((INSERT, OFF, INSERT), True, 1),
        ((INSERT, ON, INDEX), False, None),  # nothing that follows minds
        ((INSERT, ON, DROP), False, 1),
        ((ON, INSERT, OFF, DROP), False, 2),  # the head turned it on
        ((ON, INSERT, OFF, INDEX, ON, DROP), False, None),
        ((OFF, INSERT, ON), True, None),  # the tail runs outside
    ],
)
def test_a_pragma_is_refused_if_it_would_be_missed(
    statements: tuple[Statement, ...], enforced: bool, missed: int | None
) -> None:
    """One that asks for what holds already, or that nothing after it minds, is let be."""
    assert pragmas.misplaced(statements, enforced=enforced) == missed
