"""Whether each migration can be taken back: up, down, up again on a dev database, compared at every turn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import Enum

from migrate.database.revision import Revision
from migrate.database.steps import run_steps
from migrate.dialects.base import Session
from migrate.directory.file import MigrationFile
from migrate.errors import FileError, MigrateError, PlanError, ScanError, StatementFailed
from migrate.operations.down.known import Forward, forward
from migrate.operations.down.planned import planned_steps
from migrate.operations.proof import compare, prove, tried
from migrate.operations.replay import Replay
from migrate.schema.identity import inverted
from migrate.schema.plan import HazardKind, Step
from migrate.schema.words import told
from migrate.sources.run import run


class Verdict(Enum):
    """What came of one way back."""

    RIGHT = "right"
    WRONG = "wrong"
    """It ends at another schema, or a statement fails."""
    MISSING = "missing"
    REFUSED = "refused"
    """No computed way holds in rehearsal, so none would be taken."""


@dataclass(frozen=True, slots=True)
class Verified:
    """One migration: its planned way back, the computed one, and what happens when it runs again after it.

    ``difference`` is what a wrong planned way leaves, ``refusal`` why there is no computed one, ``loses``
    what the way back destroys if there are rows, ``again`` why it does not run a second time: rows that a
    way back of the schema leaves, for one.
    """

    version: str
    name: str
    planned: Verdict
    computed: Verdict
    difference: str | None = None
    refusal: str | None = None
    again: str | None = None
    loses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """All that were looked at, oldest first."""

    migrations: tuple[Verified, ...]

    @property
    def is_clean(self) -> bool:
        """Return whether no planned way back is wrong."""
        return not any(each.planned is Verdict.WRONG for each in self.migrations)


def verify(replay: Replay, *, latest: int | None = None) -> Iterator[Verified]:
    """Yield each migration of the directory, or the latest ones, oldest first.

    Raises StatementFailed with the place if an up file itself fails.
    """
    files = replay.directory.ups
    start = 0 if latest is None else max(0, len(files) - latest)
    for place in range(start, len(files)):
        rows = [_row(file) for file in files[: place + 1]]
        yield _Trial(replay, files[place], rows, forward(replay, rows[:-1], rows[-1:])).judged()


@dataclass(frozen=True, slots=True)
class _Trial:
    replay: Replay
    file: MigrationFile
    rows: Sequence[Revision]
    done: Forward

    def judged(self) -> Verified:
        planned, difference, steps = self._planned()
        computed, refusal, plan = self._computed()
        way = steps if planned is Verdict.RIGHT else plan
        return Verified(
            self.file.version,
            self.file.name,
            planned,
            computed,
            difference,
            refusal,
            self._again(way) if way is not None else None,
            tuple(
                dict.fromkeys(
                    hazard.subject
                    for step in plan or ()
                    for hazard in step.hazards
                    if hazard.kind is HazardKind.LOSES_DATA
                )
            ),
        )

    def _opened(self) -> AbstractContextManager[Session]:
        return self.replay.opened(self.rows)

    def _planned(self) -> tuple[Verdict, str | None, tuple[Step, ...] | None]:
        if self.replay.directory.down_of(self.file.version) is None:
            return Verdict.MISSING, None, None
        try:
            dialect = self.replay.dev.dialect
            steps = planned_steps(self.replay.directory, [self.file.version], dialect)
            tried(self._opened, steps, self.done.goal)
        except (PlanError, ScanError, FileError) as error:
            return Verdict.WRONG, _words(error), None
        return Verdict.RIGHT, None, steps

    def _computed(self) -> tuple[Verdict, str | None, tuple[Step, ...] | None]:
        try:
            plan = prove(self._opened, self.done.goal, renames=inverted(self.done.renames))
        except PlanError as error:
            return Verdict.REFUSED, _words(error), None
        return Verdict.RIGHT, None, plan.steps

    def _again(self, steps: tuple[Step, ...]) -> str | None:
        """Return what differs after the way back and the way up once more, ``None`` if nothing does."""
        with self._opened() as session:
            for _ in run_steps(session, steps):
                pass
            try:
                run(session, self.replay.cut(session, self.file))
            except StatementFailed as error:
                return error.message
            left = compare(session, self.done.expected, session.dialect.inspect(session))
        return told(left, limit=20) if left else None


def _row(file: MigrationFile) -> Revision:
    return Revision(file.version, file.description, applied=1, total=1)


def _words(error: MigrateError) -> str:
    return "\n".join(part for part in (error.message, error.excerpt) if part)
