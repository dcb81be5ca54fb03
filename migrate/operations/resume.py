"""Where a half applied file goes on: pure, from its row and the statements it has now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from migrate.database.revision import PrefixHash, Revision
from migrate.database.stepwise import OPENERS
from migrate.errors import EditedError, PartialError

if TYPE_CHECKING:
    from migrate.dialects.base import Dialect
    from migrate.sql.statement import Statement

_CLOSERS = frozenset({"COMMIT", "END", "ROLLBACK", "RELEASE"})


def resume_at(
    revision: Revision, statements: Sequence[Statement], dialect: Dialect, *, name: str, place: str
) -> int:
    """Return the index (from 0) of the first statement that is not applied.

    Raises EditedError if what was applied is no longer what the file begins with, PartialError if nobody
    can know whether a statement was applied.
    """
    applied = revision.applied
    if len(statements) < applied:
        raise EditedError(
            f"{name} has {len(statements)} statements, but {applied} of it are applied",
            where=place,
            hint="put the applied statements back: only what comes after them may change;"
            f" or, if the database is as the file says, run `migrate set {revision.version}`",
        )
    if applied and PrefixHash(statements[:applied]).text() != revision.prefix_hash:
        first = "the first statement" if applied == 1 else f"the first {applied} statements"
        raise EditedError(
            f"{name} was edited in {first}, which {'is' if applied == 1 else 'are'} applied",
            where=place,
            hint="restore what was applied: only what comes after it may change;"
            f" or, if the database is as the file says, run `migrate set {revision.version}`",
        )
    if revision.running is None:
        return applied
    return _after_crash(revision, statements, dialect, name=name, place=place)


def _after_crash(
    revision: Revision, statements: Sequence[Statement], dialect: Dialect, *, name: str, place: str
) -> int:
    """Return where to go on when a statement was begun and its outcome was not recorded."""
    number = revision.running or 0
    if number <= len(statements):
        statement = statements[number - 1]
        # A transaction that was opened and not committed is gone, and so is a setting of a session.
        if statement.keyword in OPENERS or dialect.keeps_setting(statement):
            return number - 1
        # The note that a COMMIT is begun was a part of what it committed.
        if statement.keyword in _CLOSERS:
            return number
    raise in_doubt(revision, statements, name=name, place=place)


def in_doubt(revision: Revision, statements: Sequence[Statement], *, name: str, place: str) -> PartialError:
    """Return the told form of a statement of which nobody knows whether it was applied."""
    number = revision.running or 0
    doubt = doubtful(number, statements)
    first, last = doubt[0], doubt[-1]
    which = f"statement {first}" if last == first else f"statements {first} to {last}"
    text = statements[number - 1].text if number <= len(statements) else "(no longer in the file)"
    resolve = f"`migrate resolve {revision.version} --statement"
    return PartialError(
        f"{which} of {name} began and was cut off: whether it was applied is not known",
        where=place,
        excerpt=text if len(text) < 400 else text[:400] + "…",
        hint=f"look in the database whether it did its work; then run {resolve} {last} --done`"
        f" if it did, or {resolve} {first} --not-done` if it did not, and `migrate apply` again",
    )


def doubtful(running: int, statements: Sequence[Statement]) -> range:
    """Return the numbers, from 1, of the statements in doubt if ``running`` was the last that was noted.

    From LOCK TABLES to UNLOCK TABLES none could be noted.
    """
    if running > len(statements) or statements[running - 1].keyword != "LOCK":
        return range(running, running + 1)
    unlocks = (
        number
        for number, statement in enumerate(statements, 1)
        if number > running and statement.keyword == "UNLOCK"
    )
    return range(running, next(unlocks, len(statements)) + 1)
