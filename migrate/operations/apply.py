"""Applies what is pending: under the lock, all checked before the first statement, recorded as it is done."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from migrate.database.history import Act, now
from migrate.database.patience import PATIENCE, Miss
from migrate.database.revision import Kind, Revision
from migrate.dialects.base import DEFAULT_LIMITS
from migrate.directory.naming import version_key
from migrate.errors import HistoryError, MigrateError
from migrate.operations.events import (
    Began,
    Finished,
    Listener,
    Missed,
    Planned,
    Ran,
    Remarked,
    Saving,
    ignore,
)
from migrate.operations.pending import Order, Pending, pending
from migrate.operations.signals import at_once, stopping
from migrate.operations.standing import compare
from migrate.sql.txmode import TxMode
from migrate.version import __version__

if TYPE_CHECKING:
    from migrate.database.runner import Runner
    from migrate.database.target import Target
    from migrate.database.work import Done, Work
    from migrate.dialects.base import Limits
    from migrate.directory.directory import Directory
    from migrate.directory.file import MigrationFile
    from migrate.operations.finding import Replays
    from migrate.operations.keep.saving import KeepData, KeptRows, Saver

LOCK_TIMEOUT = 10.0
"""Seconds to wait for another runner."""


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file that would be run: ``sql`` is what would be sent, ``start`` how many statements are applied."""

    version: str
    name: str
    statements: int
    start: int
    sql: str


@dataclass(frozen=True, slots=True)
class ApplyReport:
    """What was applied, where the database stands now, and where it was to go.

    ``kept`` are the rows that files would have destroyed (for a dry run: would destroy), put aside.
    ``pending`` are the names of files that were to be run and are not applied, ``skipped`` of those that the
    order passes over.  ``planned`` is what a dry run would have sent.  ``baseline`` is the version that was
    taken for granted now.
    """

    applied: tuple[Done, ...] = ()
    current: str | None = None
    target: str | None = None
    pending: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    baseline: str | None = None
    planned: tuple[PlannedFile, ...] = ()
    kept: tuple[KeptRows, ...] = ()
    dry_run: bool = False
    error: MigrateError | None = None


def apply(
    directory: Directory,
    target: Target,
    *,
    count: int | None = None,
    to: str | None = None,
    order: Order = Order.LINEAR,
    tx_mode: TxMode = TxMode.FILE,
    baseline: str | None = None,
    allow_dirty: bool = False,
    dry_run: bool = False,
    check_drift: Callable[[Target], None] | None = None,
    keep_data: KeepData | None = None,
    replays: Replays | None = None,
    lock_timeout: float = LOCK_TIMEOUT,
    limits: Limits = DEFAULT_LIMITS,
    patience: float = PATIENCE,
    on_event: Listener = ignore,
    each_statement: bool = False,
    signals: bool = False,
) -> ApplyReport:
    """Apply what is pending and return what was done; ``lock_timeout`` is in seconds.

    ``limits`` say how long statements may wait and run, where a file does not.  What others hold up is taken
    back whole and tried again for ``patience`` seconds.

    ``check_drift`` looks at a target that has revisions, under the lock, and raises Drifted, as
    :func:`migrate.operations.drift.refuse` does.
    ``keep_data``: what files destroy is put aside before, for a way back to bring it home.
    ``each_statement``: tell ``on_event`` of each one that ran; each is then a round trip of its own.
    ``replays`` opens a dev database, which shows of a statement that a crash cut off whether it was done.
    ``signals``: Ctrl-C and SIGTERM cancel what runs, record it and raise Interrupted (main thread only).
    An error that comes while files run carries the ApplyReport of what was applied before it in ``report``.

    Raises a told error for all that can go wrong: DirectoryError, ScanError, HistoryError, LockTaken,
    TooManyRows, StatementFailed, Interrupted, ConnectError and the other DatabaseErrors.
    """
    directory.verify()

    def decide() -> _Decision:
        rows = target.revisions.read()
        is_new = compare(directory, rows or ()).is_new
        dirty = is_new and baseline is None and not allow_dirty
        chosen = pending(
            directory,
            rows or (),
            order=order,
            to=to,
            count=count,
            baseline=baseline,
            leftovers=target.leftovers() if dirty else (),
            allow_dirty=allow_dirty,
        )
        return _Decision(chosen, rows, _report(directory, chosen, rows or (), to))

    def look(decision: _Decision) -> None:
        if check_drift is not None and decision.rows:
            check_drift(target)

    def saver(decision: _Decision) -> Saver | None:
        if keep_data is None:
            return None
        return keep_data.saver(target, decision.applied, [item.file for item in decision.pending.items], tell)

    def tell(rows: KeptRows) -> None:
        on_event(Saving(rows))

    def works_of(decision: _Decision) -> tuple[Work, ...]:
        if not decision.pending.items:
            return ()
        from migrate.operations.prepare import prepare

        return prepare(decision.pending.items, target, folder=directory.path, mode=tx_mode, limits=limits)

    if dry_run:
        decision = decide()
        look(decision)
        planned = tuple(_planned(work) for work in works_of(decision))
        saves = saver(decision)
        kept = saves.planned() if saves else ()
        return replace(decision.report, planned=planned, kept=kept, dry_run=True)
    # Without the lock, what looks wrong may be another runner at work; that nothing is to do is certain.
    with contextlib.suppress(HistoryError):
        decision = decide()
        if decision.is_nothing:
            return decision.report
    waiting = stopping(at_once) if signals else contextlib.nullcontext()
    with waiting, target.lock(timeout=lock_timeout):
        decision = decide()
        items, rows = decision.pending.items, decision.rows or ()
        if any(each.revision is not None and each.revision.running is not None for each in items):
            from migrate.operations.finding import find_out

            if find_out(directory, target, rows, items, replays=replays, tell=on_event):
                decision = decide()
        works = works_of(decision)
        if decision.is_nothing:
            return decision.report
        look(decision)
        saves = saver(decision)
        if saves:
            saves.planned()
        if decision.rows is None:
            target.create_tables()
        if saves:
            target.kept.create()
        run = _Run(
            target, decision.report, on_event, patience=patience, saver=saves, each_statement=each_statement
        )
        return run.run(
            works, baseline=decision.pending.baseline, together=tx_mode is TxMode.ALL, signals=signals
        )


@dataclass(frozen=True, slots=True)
class _Decision:
    pending: Pending
    rows: tuple[Revision, ...] | None
    report: ApplyReport

    @property
    def applied(self) -> tuple[Revision, ...]:
        """Return the revisions that the pending files come after."""
        again = {item.file.version for item in self.pending.items}
        base = () if self.pending.baseline is None else (_baseline(self.pending.baseline),)
        return (*base, *(row for row in self.rows or () if row.version not in again))

    @property
    def is_nothing(self) -> bool:
        return not self.pending.items and self.pending.baseline is None


class _Run:
    """One run over files: keeps the report, so that an error can carry it."""

    def __init__(
        self,
        target: Target,
        report: ApplyReport,
        on_event: Listener,
        *,
        patience: float = PATIENCE,
        saver: Saver | None = None,
        each_statement: bool = False,
    ) -> None:
        self._target = target
        self._watch = self._ran if each_statement else None
        self._patience = patience
        self._running = ""
        self._saver = saver
        self._before = report
        self._done: list[Done] = []
        self._tell = on_event

    @property
    def report(self) -> ApplyReport:
        """Return what was done so far."""
        done = {one.name for one in self._done}
        versions = {one.version for one in self._done}
        reached = [one.version for one in self._done] + [self._before.current or ""]
        return replace(
            self._before,
            applied=tuple(self._done),
            kept=tuple(each for each in self._saver.kept if each.version in versions) if self._saver else (),
            current=max(filter(None, reached), key=version_key, default=None),
            pending=tuple(name for name in self._before.pending if name not in done),
        )

    def run(
        self, works: Sequence[Work], *, baseline: MigrationFile | None, together: bool, signals: bool
    ) -> ApplyReport:
        from migrate.database.runner import Runner

        runner = Runner(
            self._target, patience=self._patience, missed=self._missed, keeper=self._saver, watch=self._watch
        )
        statements = sum(len(work.todo) for work in works)
        self._tell(Planned(len(works), statements, self._before.target))
        try:
            with runner, stopping(runner.interrupt) if signals else contextlib.nullcontext():
                if baseline is not None:
                    self._write_baseline(runner, baseline)
                if together:
                    self._each(works[:1], lambda _: runner.run_together(works))
                else:
                    self._each(works, lambda work: (runner.run(work),))
        except MigrateError as error:
            error.report = replace(self.report, error=error)
            raise
        return self.report

    def _each(self, works: Sequence[Work], run: Callable[[Work], tuple[Done, ...]]) -> None:
        for work in works:
            self._running = work.file.name
            self._tell(Began(work.file.version, work.file.name, len(work.statements), work.start))
            try:
                done = run(work)
            finally:
                for text in self._target.session.notices():
                    self._tell(Remarked(work.file.version, text))
            for one in done:
                self._done.append(one)
                self._tell(Finished(one))

    def _ran(self, work: Work, number: int, seconds: float, failed: bool) -> None:
        keyword = work.statements[number - 1].keyword
        self._tell(Ran(work.file.version, number, keyword, seconds * 1000, failed))

    def _missed(self, miss: Miss) -> None:
        self._tell(Missed(self._running, miss))

    def _write_baseline(self, runner: Runner, file: MigrationFile) -> None:
        revision = replace(_baseline(file), applied_by=self._target.applied_by)
        runner.recorder.write(Act("baseline", file.version), self._target.revisions.write(revision))
        self._before = replace(self._before, baseline=file.version, current=file.version)


def _baseline(file: MigrationFile) -> Revision:
    return Revision(
        version=file.version,
        description=file.description,
        kind=Kind.BASELINE,
        started_at=now(),
        hash=file.hash,
        tool_version=__version__,
    )


def _report(directory: Directory, chosen: Pending, rows: Sequence[Revision], to: str | None) -> ApplyReport:
    last = chosen.items[-1].file.version if chosen.items else None
    current = compare(directory, rows).current
    return ApplyReport(
        current=current,
        target=to or last or current,
        pending=tuple(item.file.name for item in chosen.items),
        skipped=tuple(file.name for file in chosen.skipped),
    )


def _planned(work: Work) -> PlannedFile:
    sql = work.text if work.file.archive is None else work.text.strip() + "\n"
    if 0 < work.start < len(work.statements):
        first = work.statements[work.start]
        sql = work.text[first.offset - len(first.comments) :]
    return PlannedFile(work.file.version, work.file.name, len(work.statements), work.start, sql)
