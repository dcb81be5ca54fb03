"""One row of the revisions table: how far a version of the directory was applied."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrate.sql.statement import Statement

GOING_BACK = "going back to version "
"""How the error of a row begins while a down is under way that no transaction can hold."""


class Kind(Enum):
    """How a version came into the table."""

    APPLIED = "applied"
    CHECKPOINT = "checkpoint"
    """Applied to an empty database in the place of every version up to its own."""
    SET = "set"
    """A person said so; nothing was run."""
    BASELINE = "baseline"
    """A person said that the database stood here, and so at every version before, when we came."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A version, and how many of its statements are applied.

    ``running`` is the number, from 1, of a statement that was begun and whose outcome is not recorded.
    ``hash`` is that of the file's content alone, so that an edit tells of this file and no other.
    ``prefix_hash`` seals the texts of the applied statements while the file is half applied.
    ``started_at`` is UTC in ISO form, ``duration`` milliseconds.
    """

    version: str
    description: str = ""
    kind: Kind = Kind.APPLIED
    applied: int = 0
    total: int = 0
    running: int | None = None
    started_at: str = ""
    duration: int = 0
    error: str | None = None
    error_statement: str | None = None
    hash: str = ""
    prefix_hash: str = ""
    tool_version: str = ""
    applied_by: str = ""

    @property
    def is_complete(self) -> bool:
        """Return whether nothing of it is left to do."""
        return self.applied >= self.total and self.running is None and self.error is None

    @property
    def is_going_back(self) -> bool:
        """Return whether a down of it was begun and is not finished."""
        return (self.error or "").startswith(GOING_BACK)

    @property
    def is_attempt(self) -> bool:
        """Return whether it only tells of a failure that left nothing behind."""
        return self.applied == 0 and self.running is None and not self.is_complete


class PrefixHash:
    """The running SHA-256 over statements' texts; line ends alone make no difference."""

    def __init__(self, statements: Iterable[Statement] = ()) -> None:
        self._hash = hashlib.sha256()
        for statement in statements:
            self.add(statement)

    def add(self, statement: Statement) -> None:
        """Go on by one statement."""
        self._hash.update(statement.text.replace("\r\n", "\n").encode("utf-8", "surrogateescape"))
        self._hash.update((statement.data or "").encode("utf-8", "surrogateescape"))
        self._hash.update(b"\0")

    def text(self) -> str:
        """Return the digest, in hexadecimal."""
        return self._hash.hexdigest()
