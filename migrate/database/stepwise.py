"""Runs a file statement by statement, each with its own record; a crash loses track of one at most."""

from __future__ import annotations

import time

from migrate.database.failure import Stopped
from migrate.database.recorder import Recorder
from migrate.database.revision import PrefixHash, Revision
from migrate.database.work import Done, Work
from migrate.dialects.base import BEGIN, COMMIT, Command
from migrate.errors import ServerError
from migrate.sql.statement import Statement

OPENERS = frozenset({"BEGIN", "START", "SAVEPOINT", "XA"})
"""First words of statements that open a transaction of the file's own."""


def run_in_steps(recorder: Recorder, work: Work) -> Done:
    """Run a file step by step.

    Raises StatementFailed, Interrupted, ConnectError; what is kept is recorded, as is the failure.
    """
    clock = time.monotonic()
    steps = _Steps(recorder, work)
    try:
        return steps.run(clock)
    except Stopped as stop:
        raise recorder.fail(steps.revision, stop, kept=steps.kept, clock=clock) from None


class _Steps:
    """How far a file is.

    ``kept`` counts the statements that stay applied whatever comes next.  ``ours`` and ``theirs`` tell whose
    transaction is open; inside the file's own one, the record is part of it.  ``locked``: the file holds
    LOCK TABLES, under which no other table, such as ours, can be written.
    """

    def __init__(self, recorder: Recorder, work: Work) -> None:
        self.revision: Revision = recorder.begun(work)
        self.kept = work.start
        self._recorder = recorder
        self._work = work
        self._session = recorder.session
        self._dialect = recorder.session.dialect
        self._hash = PrefixHash(work.statements[: work.start])
        self._ours = self._theirs = self._locked = False

    def run(self, clock: float) -> Done:
        """Run what is left of the file and record it."""
        recorder, work = self._recorder, self._work
        for index in range(work.start):
            if self._dialect.keeps_setting(work.statements[index]):
                recorder.send(work, index, work.statements[index])
        before: tuple[Command, ...] = (BEGIN, *recorder.target.revisions.write(self.revision), COMMIT)
        for index in range(work.start, len(work.statements)):
            self._step(index, work.statements[index], before)
            before = (self._progress(running=None, applied=index + 1), COMMIT) if self._ours else ()
        if self._theirs:
            hint = "end the file with COMMIT"
            raise Stopped(work, None, ServerError("it leaves a transaction open", hint=hint))
        head = recorder.head
        record = recorder.done(work, self.revision, clock)
        opening = () if self._session.in_transaction else (BEGIN,)
        try:
            recorder.send(work, len(work.statements), *opening, *record, COMMIT)
        except Stopped:
            recorder.head = head
            raise
        return recorder.report(work, clock)

    def _step(self, index: int, statement: Statement, before: tuple[Command, ...]) -> None:
        """Run one statement behind what records the one before it."""
        alone = statement.keyword in OPENERS or self._dialect.stands_alone(statement)
        ours = not (self._theirs or self._locked or alone)
        note = () if self._locked else (self._progress(running=index + 1, applied=index),)
        try:
            self._send(index, *before, *((BEGIN,) if ours else ()), *note, statement)
        except Stopped as stop:
            if not (ours and self._dialect.refuses_transaction(stop.error)):
                raise
            # The server knows better than we what it runs in no transaction; nothing was done yet.
            self._session.rollback()
            ours = False
            self._send(index, *note, statement)
        self._hash.add(statement)
        self._ours = ours
        self._theirs = not ours and self._session.in_transaction
        if not self._session.in_transaction:
            self.kept = index + 1
        if statement.keyword in ("LOCK", "UNLOCK") and not self._dialect.transactional_ddl:
            self._locked = statement.keyword == "LOCK"

    def _send(self, index: int, *items: Command | Statement) -> None:
        """Send a statement and what goes before it: whether that was kept is known then, too."""
        try:
            self._recorder.send(self._work, index, *items)
        except Stopped as stop:
            if stop.index is None:  # it was the statement before that could not be committed
                raise Stopped(self._work, max(index - 1, self._work.start), stop.error) from None
            if self._ours:
                self.kept = index
            raise
        if self._ours:
            self.kept = index

    def _progress(self, *, running: int | None, applied: int) -> Command:
        return self._recorder.target.revisions.progress(
            self.revision, applied=applied, running=running, prefix_hash=self._hash.text()
        )
