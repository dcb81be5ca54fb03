"""Does what was prepared: looks again, counts what would be lost, runs, compares, and only then keeps it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace

from migrate.database.history import Act, Outcome
from migrate.database.patience import PATIENCE, Miss, Patience, Tries
from migrate.database.revision import GOING_BACK, Revision
from migrate.database.steps import run_steps
from migrate.database.target import Target
from migrate.dialects.base import BEGIN, COMMIT, DEFAULT_LIMITS, Command, Limits
from migrate.errors import DatabaseError, Interrupted, MigrateError, PlanError, ServerError, StatementFailed
from migrate.operations.down import planfile
from migrate.operations.down.access import other_access
from migrate.operations.down.losses import Loss, hold, losses, refuse
from migrate.operations.down.prepare import Prepared
from migrate.operations.keep.returning import Return
from migrate.operations.proof import compare
from migrate.operations.signals import at_once, stopping
from migrate.schema.model import Schema
from migrate.schema.plan import Step
from migrate.schema.words import told
from migrate.sql.check import When


@dataclass(frozen=True, slots=True)
class DownReport:
    """What a down did, or would do if ``dry_run``; ``current`` is the version afterwards.

    ``brought_back`` are rows that were kept when the versions were applied, ``not_brought_back`` those that
    need a person, or that have no place in the wanted version.
    """

    current: str
    target: str
    mode: str
    reverted: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    lost: tuple[Loss, ...] = ()
    not_undone: tuple[str, ...] = ()
    left_alone: tuple[str, ...] = ()
    brought_back: tuple[Return, ...] = ()
    not_brought_back: tuple[Return, ...] = ()
    why_computed: str | None = None
    milliseconds: int = 0
    dry_run: bool = False


def dry_run(prepared: Prepared, target: Target) -> DownReport:
    """Return what :func:`run` would do, with the losses counted on the live database; nothing is changed."""
    found = count_losses(prepared, target)
    newest = next((each.version for each in prepared.scope.reverted), prepared.scope.target)
    return replace(_report(prepared, found), current=newest, dry_run=True)


def count_losses(prepared: Prepared, target: Target) -> tuple[Loss, ...]:
    """Return what would be destroyed, counted on the live database."""
    return losses(target.session, prepared.hazards)


def run(
    prepared: Prepared,
    target: Target,
    *,
    allowed: Iterable[str] = (),
    force_irreversible: bool = False,
    lock_timeout: float = 10.0,
    limits: Limits = DEFAULT_LIMITS,
    patience: float = PATIENCE,
    missed: Callable[[Miss], None] = lambda miss: None,
    signals: bool = False,
    exclude: tuple[str, ...] = (),
    ran: Callable[[Step], None] = lambda step: None,
) -> DownReport:
    """Go back, under the lock.  ``allowed`` names what may be destroyed; ``ran`` is told of each step.

    Where DDL is transactional all of it, the rows of the revisions and the history are one transaction,
    which is kept only if the schema is then as it should be.  Elsewhere the rows say that a down was begun
    until it is done, and another down goes on from wherever the first one stopped.
    ``limits`` say how long statements may wait and run, where the down files do not.  What others hold up is
    tried again for ``patience`` seconds, and ``missed`` is told of each miss.
    ``signals``: Ctrl-C and SIGTERM cancel what runs and raise Interrupted (main thread only).
    Raises PlanError if the database is not what was prepared for, DataLoss for what is not allowed,
    Irreversible for a version that says so.
    """
    prepared.notes.refuse(force=force_irreversible)
    waiting = stopping(at_once) if signals else contextlib.nullcontext()
    with waiting, target.lock(timeout=lock_timeout):
        doing = _Doing(prepared, target, exclude, frozenset(allowed), time.monotonic())
        stop = stopping(doing.interrupt) if signals else contextlib.nullcontext()
        trying = Patience(target.session, patience, stopped=lambda: doing.interrupted, missed=missed)
        limits = prepared.said.over(limits)
        with stop, trying, trying.tries(limits.lock) as tries:
            return doing.all(limits, tries, ran)


@dataclass(slots=True)
class _Doing:
    prepared: Prepared
    target: Target
    exclude: tuple[str, ...]
    allowed: frozenset[str]
    clock: float
    lost: tuple[Loss, ...] = ()
    interrupted: bool = False

    def interrupt(self) -> None:
        """Cancel the statement that runs, and run no more; may be called from a signal handler."""
        self.interrupted = True
        self.target.session.cancel()

    def all(self, limits: Limits, tries: Tries, ran: Callable[[Step], None]) -> DownReport:
        """Do all of it, and tell what was done."""
        self.check_unchanged()
        self.count()
        session, steps = self.target.session, self.prepared.plan.steps
        whole = self.target.dialect.transactional_ddl and all(
            step.transactional or step.is_setting for step in steps
        )
        if not whole:
            self.ask(When.BEFORE)
            self.mark()
        try:
            start, finish = (self.count_held, self.finish) if whole else (None, None)
            doing = run_steps(session, steps, start=start, finish=finish, limits=limits, again=tries.again)
            for number, step in enumerate(doing):
                ran(step)
                if self.interrupted and number + 1 < len(steps):
                    doing.close()
                    raise ServerError("it was not begun, since we were asked to stop")
            if not whole:
                session.begin()
                self.finish()
                session.commit()
        except ServerError as error:
            raise self.failed(error, whole=whole) from None
        except MigrateError:
            session.rollback()
            raise
        return replace(_report(self.prepared, self.lost), milliseconds=_milliseconds(self.clock))

    def count(self) -> None:
        """Count what will be lost.  Raises DataLoss for what is not allowed."""
        self.lost = count_losses(self.prepared, self.target)
        refuse(self.lost, self.allowed)

    def count_held(self) -> None:
        """Ask and count inside the transaction, where nobody can add a row behind our back."""
        self.ask(When.BEFORE)
        unknown = tuple(each for each in self.lost if each.rows is None)
        names = {each.subject for each in unknown}  # what cannot be counted would end the transaction
        hazards = tuple(each for each in self.prepared.hazards if each.subject not in names)
        if hazards:
            hold(self.target.session, hazards)
            self.lost = (*losses(self.target.session, hazards), *unknown)
            refuse(self.lost, self.allowed)

    def ask(self, when: When) -> None:
        """Ask what the down files assert.  Raises CheckFailed."""
        for each in self.prepared.checks:
            if each.check.when is when:
                each.ask(self.target.session)

    def look(self) -> Schema:
        return self.target.dialect.inspect(self.target.session, exclude=self.exclude)

    def check_unchanged(self) -> None:
        """Raise PlanError if the live database is no longer what the plan was made for.

        Its revisions count as well: a migration of rows alone leaves the schema as it was.
        """
        scope = self.prepared.scope
        known = {each.version: each for each in (*scope.kept, *scope.reverted)}
        if {each.version: each for each in self.target.revisions.read() or ()} != known:
            raise PlanError(
                "another runner has changed the revisions since the plan was made; nothing was done",
                hint="make the plan anew",
            )
        there = {each.id for each in self.target.kept.read() if each.restored_at is None}
        if not {each.id for each in self.prepared.returns} <= there:
            raise PlanError(
                "rows that the plan brings back are not kept any more; nothing was done",
                hint="make the plan anew",
            )
        changes = compare(self.target.session, self.prepared.observed, self.look())
        if changes:
            raise PlanError(
                "the database has changed since the plan was made; nothing was done",
                excerpt=told(changes, limit=20),
                hint="make the plan anew",
            )

    def mark(self) -> None:
        """Write into the rows that going back was begun, so that it shows until it is done."""
        words = f"{GOING_BACK}{self.prepared.scope.target} was begun and is not finished"
        rows = [replace(each, error=words) for each in self.prepared.scope.reverted]
        self.write(Outcome.BEGUN, *(self.target.revisions.write(row) for row in rows))

    def finish(self) -> None:
        """Compare, and record; called inside the transaction that is kept afterwards."""
        seen, wanted = self.look(), self.prepared.wanted
        left = compare(self.target.session, seen, wanted)
        left = left and compare(self.target.session, self.prepared.worded(seen), wanted)
        if left:
            raise PlanError(
                f"the schema is not as of version {self.prepared.scope.target} after the plan ran",
                excerpt=told(left, limit=40),
                hint="see `migrate status`; where DDL is transactional, nothing was kept",
            )
        lost = other_access(seen, self.prepared.observed, wanted, self.target.dialect.diff_rules)
        if lost:
            raise PlanError(
                "privileges are neither what they were nor what they should be after the plan ran",
                excerpt="\n".join(lost),
                hint="give them back by hand where DDL is not transactional; elsewhere nothing was kept",
            )
        self.ask(When.AFTER)
        commands = [self.target.revisions.remove(each.version) for each in self.prepared.scope.reverted]
        who = self.target.applied_by
        commands += [self.target.kept.restored(each.id, who) for each in self._brought_back()]
        try:
            self.target.session.execute(*commands, self.act(Outcome.DONE))
        except ServerError as error:
            if self.target.dialect.passes(error):
                raise
            raise DatabaseError(
                f"that the versions were reverted could not be recorded: {error.message}",
                hint="see to it that this user may write to our tables, then run `migrate down` again",
            ) from None

    def failed(self, error: ServerError, *, whole: bool) -> MigrateError:
        """Roll back, write the failure down, and return what to tell."""
        self.target.session.rollback()
        steps = self.prepared.plan.steps
        sql = steps[error.step].sql if 0 <= error.step < len(steps) else None
        hint = "nothing was changed" if whole else "run `migrate down` again: it goes on from here"
        if self.interrupted:
            told_: MigrateError = Interrupted("stopped on the way back", hint=hint)
        else:
            message = f"going back failed: {error.message}"
            told_ = StatementFailed(message, excerpt=sql, hint=error.hint or hint)
        try:
            self.write(Outcome.FAILED, error=error.message)
        except DatabaseError as second:
            told_.hint = f"{told_.hint}\nthis failure itself could not be recorded: {second.message}"
        return told_

    def write(self, outcome: Outcome, *commands: Command, error: str | None = None) -> None:
        self.target.session.execute(BEGIN, *commands, self.act(outcome, error=error), COMMIT)

    def _brought_back(self) -> tuple[Return, ...]:
        return tuple(each for each in self.prepared.returns if each.why_not is None)

    def act(self, outcome: Outcome, *, error: str | None = None) -> Command:
        scope = self.prepared.scope
        detail = {
            "mode": self.prepared.mode.value,
            "to": scope.target,
            "reverted": [_kept(each) for each in scope.reverted],
            "sql": [step.sql for step in self.prepared.plan.steps],
            "plan": planfile.digest(self.prepared),
            "brought_back": [asdict(each) for each in self._brought_back()],
        }
        act = Act(
            "down",
            scope.reverted[0].version,
            outcome=outcome,
            statements=len(self.prepared.plan.steps),
            duration=_milliseconds(self.clock),
            error=error,
            detail=detail,
        )
        command, _ = self.target.history.append(act, self.target.history.head())
        return command


def _milliseconds(clock: float) -> int:
    return round((time.monotonic() - clock) * 1000)


def _kept(revision: Revision) -> dict[str, object]:
    """Return what the history keeps of a row that is taken out of the revisions."""
    return {
        "version": revision.version,
        "hash": revision.hash,
        "applied": revision.applied,
        "total": revision.total,
        "started_at": revision.started_at,
        "applied_by": revision.applied_by,
    }


def _report(prepared: Prepared, found: tuple[Loss, ...]) -> DownReport:
    return DownReport(
        current=prepared.scope.target,
        target=prepared.scope.target,
        mode=prepared.mode.value,
        reverted=tuple(each.version for each in prepared.scope.reverted),
        statements=tuple(step.sql for step in prepared.plan.steps),
        lost=found,
        not_undone=prepared.notes.not_undone,
        brought_back=tuple(each for each in prepared.returns if each.why_not is None),
        not_brought_back=tuple(each for each in prepared.returns if each.why_not is not None),
        left_alone=tuple(told([change]) for change in prepared.drift.unrelated),
        why_computed=prepared.why,
    )
