"""A plan: the steps that bring one schema to another, each with its undo, its dangers and its cause."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from migrate.schema.changes import Change


class HazardKind(enum.Enum):
    """What can go wrong with a step that works.  The values are the codes in reports."""

    LOSES_DATA = "loses-data"
    MAY_FAIL_ON_DATA = "may-fail-on-data"
    REWRITES_TABLE = "rewrites-table"
    BLOCKS_WRITES = "blocks-writes"
    BLOCKS_READS = "blocks-reads"
    RECREATES = "recreates"
    WIDENS_ACCESS = "widens-access"


@dataclass(frozen=True, slots=True)
class Hazard:
    """One danger of a step, in a sentence.

    ``subject`` is what a user names to allow it (``users.email``); ``count`` a query that gives one number,
    the rows that would be lost, to be run on the live database before the first step.
    """

    kind: HazardKind
    subject: str
    message: str
    count: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One statement of a plan, without a delimiter.

    ``undo`` brings back the schema (never the data) as it was before; ``None`` where one step cannot.
    ``transactional`` is false for what a transaction refuses.
    """

    sql: str
    undo: tuple[str, ...] | None = None
    hazards: tuple[Hazard, ...] = ()
    cause: Change | None = None
    transactional: bool = True

    @property
    def is_setting(self) -> bool:
        """Return whether it is a PRAGMA, which does nothing in a transaction and so stands around one."""
        return self.sql.lstrip()[:6].upper() == "PRAGMA"


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in order, and the fingerprints of the schema they were made for and of the one they give."""

    steps: tuple[Step, ...] = ()
    made_for: str = ""
    gives: str = ""

    @property
    def transactional(self) -> bool:
        """Return whether all of it can be one transaction."""
        return all(step.transactional for step in self.steps)

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        """Return the dangers of all steps, in order."""
        return tuple(hazard for step in self.steps for hazard in step.hazards)

    def __bool__(self) -> bool:
        return bool(self.steps)
