"""Runs files in one transaction with their records: it keeps all of them or nothing."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from migrate.database.checks import ask_all
from migrate.database.failure import Stopped, saved
from migrate.dialects.base import BEGIN, COMMIT, RESET, Command, guard_of
from migrate.errors import DatabaseError, MigrateError, ServerError
from migrate.sql.check import When

if TYPE_CHECKING:
    from migrate.database.patience import Patience
    from migrate.database.recorder import Recorder
    from migrate.database.work import Done, Work
    from migrate.sql.statement import Statement


def run_together(recorder: Recorder, works: Sequence[Work], patience: Patience) -> tuple[Done, ...]:
    """Run files whole, and again from the beginning while others are in the way.

    Raises StatementFailed, Interrupted, ConnectError; the failure is recorded after the rollback.
    """
    clock, head = time.monotonic(), recorder.head
    with patience.tries(works[0].limits.lock) as tries:
        while True:
            run = _Together(recorder, works)
            try:
                return run()
            except Stopped as stop:
                if run.is_kept:  # what could not be done is what had to stand behind the transaction
                    revision = recorder.begun(stop.work)
                    raise recorder.fail(revision, stop, kept=run.tail, clock=clock) from None
                recorder.head = head
                if not tries.again(stop.error):
                    revision = recorder.begun(stop.work)
                    raise recorder.fail(revision, stop, kept=stop.work.start, clock=clock) from None
            except MigrateError:  # of who saves what is destroyed
                recorder.head = head
                with contextlib.suppress(DatabaseError):
                    recorder.session.rollback()
                raise


class _Together:
    """One try: ``head`` and ``tail`` are where the transaction begins in the first file and ends in the last.

    What must run outside of it can do so for one file only: who plans the work sees to that.
    """

    def __init__(self, recorder: Recorder, works: Sequence[Work]) -> None:
        self.is_kept = False
        self._recorder = recorder
        self._works = works
        self._session = session = recorder.session
        first, last = works[0], works[-1]
        self.head, self.tail = first.start, len(last.statements)
        self._check: Callable[[], None] | None = None
        guard = guard_of(session)
        if guard is not None:
            if first is last:
                outside = guard.outside(first.todo)
                self.head += outside[0]
                self.tail -= outside[1]
            self._check = guard.guard([statement for work in works for statement in work.todo])

    def __call__(self) -> tuple[Done, ...]:
        """Run the files.  Without a check of ours the work and its record are sent in one round trip."""
        recorder, done = self._recorder, []
        first, last = self._works[0], self._works[-1]
        recorder.send(first, first.start, *first.statements[first.start : self.head])
        for work in self._works:
            clock, revision = time.monotonic(), recorder.begun(work)
            start = self.head if work is first else work.start
            end = self.tail if work is last else len(work.statements)
            opening = (BEGIN if work is first else RESET, *self._session.limit(work.limits))
            body: list[Command | Statement] = [*opening, *work.statements[start:end]]
            closing = (COMMIT, RESET) if work is last else ()
            keeper = recorder.keeper_of(work)
            if self._check is None and keeper is None and not work.checks:
                recorder.send(work, start, *body, *recorder.done(work, revision), *closing)
            else:
                if work.checks or keeper is not None:
                    recorder.send(work, start, *opening)
                    ask_all(self._session, work, When.BEFORE)
                    if keeper is not None:
                        saved(work, keeper.before, recorder)
                    body = body[len(opening) :]
                recorder.send(work, start, *body)
                if not self._session.in_transaction:
                    raise Stopped(work, None, ServerError("a statement ended the transaction that it ran in"))
                if keeper is not None:
                    saved(work, keeper.after, recorder)
                ask_all(self._session, work, When.AFTER)
                if work is last and self._check is not None:
                    _look(work, self._check)
                recorder.send(work, end, *recorder.done(work, revision, clock), *closing[:1])
            done.append(recorder.report(work, clock))
        self.is_kept = True
        recorder.send(last, self.tail, *last.statements[self.tail :])
        return tuple(done)


def _look(work: Work, check: Callable[[], None]) -> None:
    try:
        check()
    except ServerError as error:
        raise Stopped(work, None, error) from None
