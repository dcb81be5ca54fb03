"""Runs files in one transaction with their records: it keeps all of them or nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from migrate.database.failure import Stopped
from migrate.database.recorder import Recorder
from migrate.database.work import Done, Work
from migrate.dialects.base import BEGIN, COMMIT, RESET, Command, GuardsTransactions
from migrate.errors import ServerError
from migrate.sql.statement import Statement


def run_together(recorder: Recorder, works: Sequence[Work]) -> tuple[Done, ...]:
    """Run files whole.

    Raises StatementFailed, Interrupted, ConnectError; the failure is recorded after the rollback.
    """
    clock, head = time.monotonic(), recorder.head
    try:
        return _run(recorder, works)
    except Stopped as stop:
        recorder.head = head
        revision = recorder.begun(stop.work)
        raise recorder.fail(revision, stop, kept=stop.work.start, clock=clock) from None


def _run(recorder: Recorder, works: Sequence[Work]) -> tuple[Done, ...]:
    session, done = recorder.session, []
    first, last = works[0], works[-1]
    head, tail, check = _edges(recorder, works)
    recorder.send(first, first.start, *first.statements[first.start : head])
    for work in works:
        clock, revision = time.monotonic(), recorder.begun(work)
        start = head if work is first else work.start
        end = tail if work is last else len(work.statements)
        opening = BEGIN if work is first else RESET
        body: list[Command | Statement] = [opening, *work.statements[start:end]]
        closing = (COMMIT, RESET) if work is last else ()
        if check is None:
            recorder.send(work, start, *body, *recorder.done(work, revision), *closing)
        else:
            recorder.send(work, start, *body)
            if not session.in_transaction:
                raise Stopped(work, None, ServerError("a statement ended the transaction that it ran in"))
            if work is last:
                _look(work, check)
            recorder.send(work, end, *recorder.done(work, revision, clock), *closing[:1])
        done.append(recorder.report(work, clock))
    recorder.send(last, tail, *last.statements[tail:])
    return tuple(done)


def _edges(recorder: Recorder, works: Sequence[Work]) -> tuple[int, int, Callable[[], None] | None]:
    """Return where the transaction begins in the first file and ends in the last, and what looks at it then.

    Without such a look the server's word is enough, and work and record go to it in one round trip.

    What must run outside can do so for one file only: who plans the work sees to that.
    """
    first, last = works[0], works[-1]
    session = recorder.session
    if not isinstance(session, GuardsTransactions):
        return first.start, len(last.statements), None
    head = tail = 0
    if first is last:
        head, tail = session.outside(first.todo)
    check = session.guard([statement for work in works for statement in work.todo])
    return first.start + head, len(last.statements) - tail, check


def _look(work: Work, check: Callable[[], None]) -> None:
    try:
        check()
    except ServerError as error:
        raise Stopped(work, None, error) from None
