"""What is told of a finding: a code, a place, what happens to which table, and the SQL to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from migrate.dialects.observing import Lock
from migrate.schema.model import Ident


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    def reaches(self, least: Severity) -> bool:
        """Return whether it is as bad as another one, or worse."""
        order = list(Severity)
        return order.index(self) <= order.index(least)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding stands; ``statement``, ``line`` and ``column`` count from 1, 0 is the whole file."""

    file: str
    statement: int = 0
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Part:
    """SQL of one file to be; ``alone`` says that no transaction may be around it."""

    sql: tuple[str, ...]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Fix:
    """A safe form that can be written mechanically: it takes the statement's place.

    The first part stays in the statement's file, every other one is a file of its own behind it.
    """

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding.

    ``instead`` are lines of SQL (and of comments) that show what to write; ``excerpt`` is the line it stands
    on, with a caret below.
    """

    code: str
    name: str
    severity: Severity
    message: str
    place: Place
    table: Ident | None = None
    lock: Lock | None = None
    instead: tuple[str, ...] = ()
    fix: Fix | None = None
    excerpt: str = ""
