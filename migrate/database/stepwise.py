"""Runs a file statement by statement, each with its own record; a crash loses track of one at most."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from migrate.database.checks import ask_all
from migrate.database.failure import Stopped, saved
from migrate.database.revision import PrefixHash, Revision
from migrate.dialects.base import BEGIN, COMMIT, RESET, BuildsBeside, Command, HasLooseTables
from migrate.errors import ServerError
from migrate.sql.check import When

if TYPE_CHECKING:
    from migrate.database.patience import Patience
    from migrate.database.recorder import Recorder
    from migrate.database.work import Done, Work
    from migrate.sql.statement import Statement

OPENERS = frozenset({"BEGIN", "START", "SAVEPOINT", "XA"})
"""First words of statements that open a transaction of the file's own."""

_OF_NEXT = re.compile(r"set\s+transaction\b", re.IGNORECASE)
"""What MySQL keeps for the transaction that comes next, so that none of ours may."""

_PROGRAMS = frozenset({"CALL", "EXECUTE", "IF", "CASE", "LOOP", "WHILE", "REPEAT", "FOR", "LOAD"})
"""First words of statements that may commit, where DDL does, in the middle of what they do."""

_OF_SCHEMA = frozenset({"CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE"})
"""First words of statements that commit, where DDL does; but for what :data:`_COMMITS_NOT` finds."""

_COMMITS_NOT = re.compile(r"\b(?:temporary|prepare)\b", re.IGNORECASE)

_OF_NO_ROWS = frozenset({*_OF_SCHEMA, "SET", "USE", "GRANT", "REVOKE"})
"""First words of statements that commit, or change no row."""

_OF_ROWS = frozenset({"INSERT", "UPDATE", "DELETE", "REPLACE"})
"""First words of statements that commit nothing, whatever functions and triggers they call."""

_BRINGS_ENGINE = re.compile(r"\bengine\b|\btype\s*=|storage_engine|\blike\b", re.IGNORECASE)
_MAY_BRING = frozenset({"RENAME", "USE", *_PROGRAMS})
"""What may bring tables of another engine than the server's own: by its text, or out of sight."""


def run_in_steps(recorder: Recorder, work: Work, patience: Patience) -> Done:
    """Run a file step by step; a step in a transaction of ours is tried again while others are in the way.

    Raises StatementFailed, Interrupted, ConnectError; what is kept is recorded, as is the failure.
    """
    clock = time.monotonic()
    steps = _Steps(recorder, work, patience)
    try:
        return steps.run(clock)
    except Stopped as stop:
        raise recorder.fail(steps.revision, stop, kept=steps.kept, clock=clock) from None


class _Steps:
    """How far a file is.

    ``kept`` counts the statements that stay applied whatever comes next.  ``ours`` and ``theirs`` tell whose
    transaction is open; inside the file's own one, the record is part of it.  ``locked``: the file holds
    LOCK TABLES, under which no other table, such as ours, can be written.  ``is_set``: SET TRANSACTION waits
    for the next one.  ``there``: the file's row was committed.
    """

    def __init__(self, recorder: Recorder, work: Work, patience: Patience) -> None:
        self.revision: Revision = recorder.begun(work)
        self.kept = work.start
        self._recorder = recorder
        self._work = work
        self._patience = patience
        self._session = recorder.session
        self._dialect = recorder.session.dialect
        self._hash = PrefixHash(work.statements[: work.start])
        self._ours = self._theirs = self._locked = self._is_set = self._there = False

    def run(self, clock: float) -> Done:
        """Run what is left of the file and record it."""
        recorder, work = self._recorder, self._work
        self._refuse_settings()
        if work.start:
            recorder.loose = None  # what is said again below may name another engine
        for index in range(work.start):
            if self._dialect.keeps_setting(work.statements[index]):
                recorder.send(work, index, work.statements[index])
        if work.checks:
            ask_all(self._session, work, When.BEFORE)
        keeper = recorder.keeper_of(work)
        if keeper is not None:
            saved(work, keeper.before, recorder)
        for index in range(work.start, len(work.statements)):
            self._step(index, work.statements[index])
        if self._theirs:
            hint = "end the file with COMMIT"
            raise Stopped(work, None, ServerError("it leaves a transaction open", hint=hint))
        if keeper is not None or work.checks_at(When.AFTER):
            self._keep()
            ask_all(self._session, work, When.AFTER)
            if keeper is not None:
                saved(work, keeper.after, recorder)
        head = recorder.head
        record = recorder.done(work, self.revision, clock)
        opening = () if self._session.in_transaction else (BEGIN,)
        try:
            recorder.send(work, len(work.statements), *opening, *record, COMMIT, RESET)
        except Stopped:
            recorder.head = head
            raise
        return recorder.report(work, clock)

    def _refuse_settings(self) -> None:
        """Raise Stopped at a setting that no later statement would find, since each may go elsewhere."""
        for index, statement in enumerate(self._work.statements if self._session.facts.pooled else ()):
            if self._dialect.keeps_setting(statement):
                hint = "name schemas in each statement, or apply this file by a connection past the pooler"
                error = ServerError("behind a pooler a setting holds within a transaction only", hint=hint)
                raise Stopped(self._work, index, error)

    def _keep(self) -> None:
        """Keep and record the last statement, so that what is ensured of it is seen by others, too."""
        work = self._work
        count = len(work.statements)
        opening = () if self._session.in_transaction else (BEGIN,)
        try:
            self._recorder.send(work, count, *opening, self._record(count), COMMIT)
        except Stopped as stop:
            raise Stopped(work, count - 1, stop.error) from None
        self.kept, self._there = count, True

    def _step(self, index: int, statement: Statement) -> None:
        """Run one statement behind what records the one before it.

        The note that it is begun is committed first where it commits by itself or its rows may stay; is part
        of the transaction where the server may know better; and is not needed where a crash takes all back.
        """
        limits = self._session.limit(self._work.limits)
        end = (COMMIT,) if self._ours else ()
        ours = False
        is_next = self._is_set and statement.keyword in (*OPENERS, *_OF_ROWS)
        self._is_set = not self._dialect.transactional_ddl and _OF_NEXT.match(statement.text) is not None
        if self._locked or (is_next and statement.keyword in OPENERS):
            self._send(index, (), statement)
        elif self._theirs:
            is_first = self._work.statements[index - 1].keyword in OPENERS
            # SET TRANSACTION comes before any question or change.
            is_setting = self._dialect.transactional_ddl and self._dialect.keeps_setting(statement)
            note = () if is_setting else (self._note(index),)
            self._send(index, (), *(limits if is_first else ()), *note, statement)
        elif self._commits(statement):
            self._try(index, statement, (*limits, self._note(index), *end), (), ())
        elif statement.keyword in OPENERS or self._is_set or self._dialect.stands_alone(statement):
            opening = () if self._ours else (BEGIN, *limits)
            before = (*opening, self._note(index), COMMIT)
            if self._is_set:
                self._is_loose()  # what is asked later would be the next transaction
            if self._is_build(statement):
                self._build(index, statement, before)
            else:
                self._send(index, before, statement)
        elif self._may_stay(statement):
            ours = self._try(index, statement, (self._note(index), *end), (BEGIN, *limits), ())
        elif is_next:
            ours = self._try(index, statement, (), (BEGIN, *limits), ())
        else:
            before = (self._record(index), *end) if index > self._work.start else ()
            note = () if statement.keyword in _OF_ROWS else (self._note(index),)
            ours = self._try(index, statement, before, (BEGIN, *limits), note)
        if statement.keyword in _MAY_BRING or _brings_engine(statement):
            self._recorder.loose = None
        self._hash.add(statement)
        self._ours = ours
        self._theirs = not ours and self._session.in_transaction
        if not self._session.in_transaction:
            self.kept = index + 1
        if statement.keyword in ("LOCK", "UNLOCK") and not self._dialect.transactional_ddl:
            self._locked = statement.keyword == "LOCK"

    def _commits(self, statement: Statement) -> bool:
        """Return whether a statement is DDL that commits, itself and what came before it."""
        of_schema = not self._dialect.transactional_ddl and statement.keyword in _OF_SCHEMA
        return of_schema and not _COMMITS_NOT.search(statement.text)

    def _try(
        self,
        index: int,
        statement: Statement,
        before: tuple[Command, ...],
        opening: tuple[Command, ...],
        note: tuple[Command, ...],
    ) -> bool:
        """Run one statement in a transaction, if one is opened; return whether the server took it there."""
        with self._patience.tries(self._work.limits.lock) as tries:
            while True:
                try:
                    self._send(index, before, *opening, *note, statement)
                    return True
                except Stopped as stop:
                    if stop.error.step >= len(before):
                        before, self._ours = (), False
                    elif self._ours:
                        raise  # what was not kept is the statement before
                    if self._dialect.refuses_transaction(stop.error):
                        # The server knows better than we what it runs in no transaction.
                        self._session.rollback()
                        self._send(index, note, statement)
                        return False
                    if self._may_leave(statement) or not tries.again(stop.error):
                        raise

    def _is_build(self, statement: Statement) -> bool:
        """Return whether it builds an index beside its table, which no transaction of the file's takes."""
        dialect = self._dialect
        return not self._theirs and isinstance(dialect, BuildsBeside) and dialect.builds_beside(statement)

    def _build(self, index: int, statement: Statement, before: tuple[Command, ...]) -> None:
        """Build an index beside its table; what a failure leaves of it is dropped, and never passed over."""
        dialect = self._dialect
        assert isinstance(dialect, BuildsBeside)
        self._send(index, before)
        self._ours = False
        there = dialect.left_by(self._session, statement)
        if dialect.passes_over(statement):
            found = dialect.index_of(self._session, statement)
            if found is not None and not found[1]:
                hint = f"it is another's, or of a build that failed: `{dialect.drops_beside(found[0])}`"
                error = ServerError(f"the index {found[0]} is there, but it is invalid", hint=hint)
                raise Stopped(self._work, index, error)
        with self._patience.tries(None) as tries:
            while True:
                try:
                    return self._send(index, (), statement)
                except Stopped as stop:
                    left = [name for name in dialect.left_by(self._session, statement) if name not in there]
                    for name in left:
                        self._session.query(dialect.drops_beside(name))
                    if left:
                        stop.error.hint = f"what it left was dropped: {', '.join(left)}"
                    if not tries.again(stop.error):
                        raise

    def _may_stay(self, statement: Statement) -> bool:
        """Return whether a statement may change rows that stay though its transaction does not."""
        if statement.keyword in _OF_NO_ROWS:
            return False
        if statement.keyword in _PROGRAMS:
            self._recorder.loose = None
        return self._is_loose()

    def _is_loose(self) -> bool:
        """Return whether there are tables whose rows no transaction holds."""
        recorder, dialect = self._recorder, self._dialect
        if not isinstance(dialect, HasLooseTables):
            return False
        if recorder.loose is None:
            recorder.loose = dialect.has_loose_tables(self._session)
        return recorder.loose

    def _may_leave(self, statement: Statement) -> bool:
        """Return whether a statement that fails may have committed a part of what it did."""
        return statement.keyword in _PROGRAMS and not self._dialect.transactional_ddl

    def _send(self, index: int, before: tuple[Command, ...], *items: Command | Statement) -> None:
        """Send a statement and what goes before it, with a commit at its end: that is kept is known then."""
        try:
            self._recorder.send(self._work, index, *before, *items)
        except Stopped as stop:
            if self._ours and stop.error.step < len(before):  # the statement before could not be committed
                raise Stopped(self._work, index - 1, stop.error) from None
            if stop.error.step >= len(before):
                self._passed(index, before)
            if stop.index is None:
                raise Stopped(self._work, index, stop.error) from None
            raise
        self._passed(index, before)

    def _passed(self, index: int, before: tuple[Command, ...]) -> None:
        """Take note that what goes before a statement was committed."""
        self._there = self._there or bool(before)
        if self._ours:
            self.kept = index

    def _note(self, index: int) -> Command:
        """Return what says that a statement is begun."""
        return self._record(index, running=index + 1)

    def _record(self, applied: int, *, running: int | None = None) -> Command:
        """Return what says how far the file is."""
        revisions, far = self._recorder.target.revisions, self._hash.text()
        revision = replace(self.revision, applied=applied, running=running, prefix_hash=far)
        return revisions.progress(revision) if self._there else revisions.write(revision)


def _brings_engine(statement: Statement) -> bool:
    return statement.keyword in _OF_NO_ROWS and _BRINGS_ENGINE.search(statement.text) is not None
