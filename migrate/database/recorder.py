"""Sends a file's statements to one target whose lock is held, and writes down what became true."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from migrate.database.failure import Stopped, left_by_interrupt
from migrate.database.history import Act, Head, Outcome, now
from migrate.database.revision import PrefixHash, Revision
from migrate.database.work import Done, Keeper, Work
from migrate.dialects.base import BEGIN, COMMIT, Command
from migrate.errors import ConnectError, DatabaseError, Interrupted, MigrateError, ServerError
from migrate.sql.statement import Statement
from migrate.version import __version__

if TYPE_CHECKING:
    from migrate.database.target import Target

Watch = Callable[[Work, int, float, bool], None]


class Recorder:
    """Says by which commands things are recorded, and keeps the end of the history's chain.

    A command counts when its transaction is committed: :attr:`head` is set back by who rolls back.
    ``loose`` is whether there are tables whose rows no transaction holds, ``None`` if that is to be asked.
    ``watch`` is told of each statement, which is then sent by itself: its file, its number from 1, how many
    seconds it took, whether it failed.
    """

    def __init__(
        self,
        target: Target,
        *,
        act: str = "apply",
        keeper: Keeper | None = None,
        watch: Watch | None = None,
    ) -> None:
        self.target = target
        self.session = target.session
        self.head: Head = target.history.head()
        self.interrupted = False
        self.loose: bool | None = None
        self._act = act
        self._keeper = keeper
        self._watch = watch

    def keeper_of(self, work: Work) -> Keeper | None:
        """Return who saves what a file destroys, ``None`` if it destroys nothing or nobody does."""
        return self._keeper if self._keeper is not None and self._keeper.concerns(work) else None

    def send(self, work: Work, first: int, *items: Command | Statement) -> None:
        """Send statements of a file, the first of which is number ``first`` (from 0), and commands of ours.

        Raises Stopped at a statement or COMMIT that fails, DatabaseError for another command of ours.
        """
        if self.interrupted and any(isinstance(item, Statement) for item in items):
            raise Stopped(work, first, ServerError("it was not begun, since we were asked to stop"))
        try:
            if self._watch is None:
                self.session.execute(*items)
            else:
                self._send_watched(self._watch, work, first, items)
        except ConnectError as error:
            error.where = work.place
            raise
        except ServerError as error:
            item = items[error.step]
            if isinstance(item, Statement):
                before = sum(isinstance(earlier, Statement) for earlier in items[: error.step])
                raise Stopped(work, first + before, error) from None
            if item is BEGIN and self.session.dialect.passes(error):
                raise Stopped(work, first, error) from None
            if item is COMMIT or self.session.dialect.passes(error):
                raise Stopped(work, None, error) from None
            raise DatabaseError(
                f"how far {work.file.name} is could not be recorded: {error.message}",
                where=work.place,
                hint=error.hint or "see to it that this user may write to our tables, then apply again",
            ) from None

    def _send_watched(
        self, watch: Watch, work: Work, first: int, items: Sequence[Command | Statement]
    ) -> None:
        number = first
        for step, item in enumerate(items):
            clock, failed = time.monotonic(), True
            try:
                self.session.execute(item)
                failed = False
            except ServerError as error:
                error.step = step
                raise
            finally:
                if isinstance(item, Statement):
                    number += 1
                    watch(work, number, time.monotonic() - clock, failed)

    def begun(self, work: Work) -> Revision:
        """Return the row of a file that is begun now."""
        return Revision(
            version=work.file.version,
            description=work.file.description,
            kind=work.kind,
            applied=work.start,
            total=len(work.statements),
            started_at=now(),
            hash=work.file.hash,
            prefix_hash=_prefix(work, work.start),
            tool_version=__version__,
            applied_by=self.target.applied_by,
        )

    def done(self, work: Work, revision: Revision, clock: float | None = None) -> tuple[Command, ...]:
        """Return the commands that record a file as done.

        It ran since ``clock``; without one the server measures the time.
        """
        milliseconds = 0 if clock is None else _milliseconds(clock)
        elapsed = self.target.dialect.own_tables.elapsed if clock is None else None
        complete = replace(revision, applied=revision.total, duration=milliseconds, prefix_hash="")
        act = Act(
            self._act,
            revision.version,
            statements=len(work.todo),
            duration=milliseconds,
            detail={"hash": revision.hash},
        )
        return (self.target.revisions.write(complete, elapsed=elapsed), self.act(act, elapsed=elapsed))

    def report(self, work: Work, clock: float) -> Done:
        """Return what to report of a file that ran since ``clock``."""
        return Done(work.file.version, work.file.name, len(work.todo), _milliseconds(clock))

    def fail(self, revision: Revision, stop: Stopped, *, kept: int, clock: float) -> MigrateError:
        """Roll back, write that a file failed and how far it is, and return what to tell.

        ``kept`` counts the statements that are applied in spite of it.
        """
        message = stop.error.message
        failed = replace(
            revision,
            applied=kept,
            running=None,
            duration=_milliseconds(clock),
            error=message,
            error_statement=stop.statement,
            prefix_hash=_prefix(stop.work, kept),
        )
        act = Act(
            self._act,
            revision.version,
            outcome=Outcome.FAILED,
            statements=max(0, kept - stop.work.start),
            duration=failed.duration,
            error=message,
            detail={"failed_statement": stop.number, "applied": kept},
        )
        told = (
            Interrupted(f"stopped while {stop.work.file.name} ran", hint=left_by_interrupt(kept))
            if self.interrupted
            else stop.told(kept)
        )
        try:
            self.session.rollback()
            self.write(act, self.target.revisions.write(failed))
        except DatabaseError as error:
            told.hint = f"{told.hint}\nthis failure itself could not be recorded: {error.message}"
        return told

    def write(self, act: Act, *commands: Command) -> None:
        """Run commands and add an act to the history, in one transaction of their own."""
        self.session.execute(BEGIN, *commands, self.act(act), COMMIT)

    def act(self, act: Act, *, elapsed: str | None = None) -> Command:
        """Return the command that adds an act to the history."""
        command, self.head = self.target.history.append(act, self.head, elapsed=elapsed)
        return command


def _prefix(work: Work, count: int) -> str:
    return PrefixHash(work.statements[:count]).text() if count else ""


def _milliseconds(clock: float) -> int:
    return round((time.monotonic() - clock) * 1000)
