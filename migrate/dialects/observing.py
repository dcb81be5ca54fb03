"""The seam of watching a statement: what a dialect can see of the effects of one that really runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

from migrate.dialects.base import Session
from migrate.schema.model import Column, Ident, Schema
from migrate.sql.statement import Statement


class Blocks(StrEnum):
    """What others cannot do while a lock is held; the values are for people."""

    NOTHING = "nothing"
    CHANGES = "other changes of the schema"
    WRITES = "writes"
    EVERYTHING = "reads and writes"

    @property
    def strong(self) -> bool:
        """Return whether it stops an application."""
        return self in (Blocks.WRITES, Blocks.EVERYTHING)


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock on a relation that was there before the statement; ``mode`` in the server's words."""

    relation: Ident
    mode: str
    blocks: Blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Effects:
    """What a statement was seen to do, as far as every dialect can say it; a dialect has more in a subclass.

    ``locks`` are those that it took itself, ``held`` all that its transaction held once it had run (empty
    behind a statement that stands alone).  ``rewritten`` are relations that have new files, ``scanned``
    tables that were read from end to end under its lock; ``notices`` what the server remarked.
    ``same_schema``: the server knows that nothing in its catalog was touched.
    """

    locks: tuple[Lock, ...] = ()
    held: tuple[Lock, ...] = ()
    rewritten: tuple[Ident, ...] = ()
    scanned: tuple[Ident, ...] = ()
    notices: tuple[str, ...] = ()
    same_schema: bool = False

    def lock_on(self, relation: Ident) -> Lock | None:
        """Return the strongest lock on a relation while it ran: its own, or one that was held already."""
        return strongest(each for each in (*self.locks, *self.held) if each.relation == relation)


def strongest(locks: Iterable[Lock]) -> Lock | None:
    """Return the lock that blocks most, ``None`` of none."""
    order = list(Blocks)
    return max(locks, key=lambda each: order.index(each.blocks), default=None)


class Attempt(Protocol):
    """Runs the statement that is watched, once it works; or, in its place, one that does the same."""

    def __call__(self, statement: Statement | None = None, /) -> None:
        """Run it.  Raises ServerError."""
        ...


class Observer(Protocol):
    """Watches the statements of one file, in order, on one session."""

    def watch(self, statement: Statement, run: Attempt) -> Effects:
        """Let a statement run and return what it did.

        Raises the ServerError of ``run``, once everything is as it was before: it may be run again.
        """
        ...

    def left_behind(self) -> tuple[str, ...]:
        """Return the settings of the session that the file has changed for whatever comes next."""
        ...


@runtime_checkable
class Observes(Protocol):
    """A dialect that can watch."""

    def observer(self, session: Session) -> Observer:
        """Return what watches the statements of one file."""
        ...


class Sampler(Protocol):
    """Makes rows for tables; ``number`` counts them from 0 and tells values apart that must differ."""

    def value(self, column: Column, number: int, schema: Schema) -> str | None:
        """Return SQL for a value of a column's type, another one for every number; ``None`` if unknown."""
        ...

    def candidates(self, text: str, column: Column) -> Sequence[str]:
        """Return SQL for values that a condition on a column could ask for."""
        ...

    def insert(self, session: Session, table: Ident, values: dict[str, str]) -> None:
        """Insert one row.  Raises ServerError, and then nothing was changed."""
        ...

    def clear(self, session: Session, tables: Sequence[Ident]) -> None:
        """Take the rows out again, whatever refers to them."""
        ...


@runtime_checkable
class Seeds(Protocol):
    """A dialect that can fill tables."""

    @property
    def sampler(self) -> Sampler:
        """Return what makes rows."""
        ...
