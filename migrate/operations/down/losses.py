"""What a plan would destroy, counted on the live database before anything runs, and what was allowed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from migrate.dialects.base import Session
from migrate.errors import DatabaseError, DataLoss
from migrate.operations.renamed_first import tables_of
from migrate.schema.plan import Hazard, HazardKind

EVERYTHING = "*"
"""Allows every loss there is."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What one step would destroy: ``rows`` of them, ``None`` if they could not be counted."""

    subject: str
    message: str
    rows: int | None

    def __str__(self) -> str:
        count = "an unknown number of rows" if self.rows is None else f"{self.rows:,} rows"
        return f"{self.subject}: {count}; {self.message}"


def losses(session: Session, hazards: Iterable[Hazard]) -> tuple[Loss, ...]:
    """Return the losses that would be real: those of no rows at all are none."""
    found: dict[str, Loss] = {}
    for hazard in hazards:
        if hazard.kind is not HazardKind.LOSES_DATA or hazard.subject in found:
            continue
        rows = _count(session, hazard)
        if rows != 0:
            found[hazard.subject] = Loss(hazard.subject, hazard.message, rows)
    return tuple(found.values())


def refuse(found: Iterable[Loss], allowed: Iterable[str]) -> None:
    """Raise DataLoss for what was not allowed: by its name, by that of its table, or as everything."""
    names = {each.strip('"`').casefold() for each in allowed}
    if EVERYTHING in names:
        return
    refused = [loss for loss in found if not names & _names(loss.subject)]
    if refused:
        words = " ".join(f"--allow-data-loss {loss.subject}" for loss in refused)
        raise DataLoss(
            "going back would destroy data; nothing was changed",
            excerpt="\n".join(str(loss) for loss in refused),
            hint=f"save it first, or allow exactly this: {words}",
        )


def hold(session: Session, hazards: Iterable[Hazard]) -> None:
    """Keep others from writing to what is counted, until the transaction ends; the plan would do so anyway.

    SQLite's transaction does it from its beginning; MySQL has none for this.
    """
    if session.dialect.name != "postgres":
        return
    said = sorted({name for each in hazards if each.count for name in tables_of(each.count)})
    # A value that is compared may read like a table, too.
    there = session.query(
        "select each from unnest(%s::text[]) each where to_regclass(each) is not null", (said,)
    )
    for (table,) in there:
        session.query(f"lock table {table} in access exclusive mode")


def _names(subject: str) -> set[str]:
    """Return what a user may call it: every run of parts of ``public.users.email``."""
    parts = subject.casefold().split(".")
    ends = range(1, len(parts) + 1)
    return {".".join(parts[start:end]) for end in ends for start in range(end)}


def _count(session: Session, hazard: Hazard) -> int | None:
    if hazard.count is None:
        return None
    try:
        rows = session.dialect.keeping.ask(session, hazard.count)
    except DatabaseError:
        return None  # an uncounted loss is told as one: the plan is refused unless it is allowed
    return int(rows[0][0])
