"""Asking what a file asserts of the live database."""

from __future__ import annotations

from migrate.database.failure import Stopped
from migrate.database.work import Work
from migrate.dialects.base import Session
from migrate.errors import ServerError
from migrate.sql.check import Check, When

_TRUE, _FALSE = ("1", "true", "t"), ("0", "false", "f")


def ask(session: Session, check: Check) -> None:
    """Ask one.  Raises ServerError if the answer is not true, or if it cannot be asked."""
    rows = session.ask(check.statement)
    if len(rows) != 1 or len(rows[0]) != 1:
        columns = len(rows[0]) if rows else 0
        raise ServerError(
            f"it gave {len(rows)} rows" + (f" of {columns} columns" if columns > 1 else ""),
            hint="write one SELECT that gives one value: true or false, 1 or 0",
        )
    answer = rows[0][0]
    text = str(answer).lower()
    if text in _TRUE:
        return
    if answer is None or text in _FALSE:
        raise ServerError("it gave NULL" if answer is None else "it gave false")
    raise ServerError(
        f"it gave {str(answer)[:80]!r}, which is neither true nor false",
        hint="write one SELECT that gives one value: true or false, 1 or 0",
    )


def ask_all(session: Session, work: Work, when: When) -> None:
    """Ask the checks of a file.  Raises Stopped at the first that does not hold."""
    for check in work.checks_at(when):
        try:
            ask(session, check)
        except ServerError as error:
            raise Stopped(work, None, error, check=check) from None
