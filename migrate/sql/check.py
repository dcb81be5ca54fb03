"""A check: a question of a file to the live database that must be answered with true."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from migrate.sql.statement import Statement


class When(Enum):
    """When a check is asked; the values are the names of the directives."""

    BEFORE = "assert"
    AFTER = "ensure"


class Check(NamedTuple):
    """A question that must be answered with true; ``words`` say what it asserts, if its author did."""

    when: When
    statement: Statement
    words: str = ""

    @property
    def title(self) -> str:
        """Return what to call it: its author's words, or its text."""
        text = " ".join(self.statement.text.split())
        return self.words or (text if len(text) <= 80 else text[:79] + "…")
