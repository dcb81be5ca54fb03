"""Finds the way back and rehearses it: planned where the down files fit, else computed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from enum import Enum

from migrate.database.kept import Kept
from migrate.database.target import Target
from migrate.dialects.base import Session
from migrate.errors import Drifted as DriftedError
from migrate.errors import MissingError, PlanError, ScanError
from migrate.operations.down.access import stays
from migrate.operations.down.drifted import NO_DRIFT, Drifted, drifted
from migrate.operations.down.known import Forward, forward
from migrate.operations.down.notes import NO_NOTES, Notes, notes
from migrate.operations.down.planned import Asked, Said, checks, planned_steps, said
from migrate.operations.down.scope import Scope, scope
from migrate.operations.keep.returning import Return, Returns, counted, covered, kept_of, returns
from migrate.operations.keep.weaving import woven
from migrate.operations.proof import Sight, compare, prove, tried
from migrate.operations.renamed_first import counted_before, renaming
from migrate.operations.replay import Replay
from migrate.operations.wording import worded, wording
from migrate.schema.diff import diff
from migrate.schema.identity import Renames, inverted
from migrate.schema.merge import concerned
from migrate.schema.model import Schema
from migrate.schema.plan import Hazard, Plan, Step
from migrate.schema.stored import fingerprint
from migrate.schema.words import told

NOTHING_SAID = Said()
_UNKNOWN = (
    "the files of the reverted versions are not in the directory, so what was changed by hand cannot be told"
    " from what they did: all that is not of the wanted version is taken back"
)


class Mode(Enum):
    """Where the statements of a way back come from."""

    AUTO = "auto"
    PLANNED = "planned"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A way back that has been rehearsed.

    Run on a dev database in the state ``observed``, that of the live one, it gave ``wanted``.
    ``mode`` is planned or computed; ``why`` tells why it is not planned, where it could have been.
    ``hazards`` are the dangers of the way as a whole, under the names that objects have now; ``returns`` is
    what was kept when the versions were applied, and comes back.  ``wanted`` is in the words of the dev
    server; ``worded`` puts a live schema into them.
    """

    scope: Scope
    mode: Mode
    plan: Plan
    wanted: Schema
    observed: Schema
    hazards: tuple[Hazard, ...] = ()
    why: str | None = None
    drift: Drifted = NO_DRIFT
    notes: Notes = NO_NOTES
    worded: Callable[[Schema], Schema] = lambda schema: schema
    said: Said = NOTHING_SAID
    returns: tuple[Return, ...] = ()
    checks: tuple[Asked, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.scope)


def prepare(
    replay: Replay,
    target: Target,
    *,
    count: int | None = None,
    to: str | None = None,
    mode: Mode = Mode.AUTO,
    include_drift: bool = False,
    exclude: tuple[str, ...] = (),
    restore: bool = True,
) -> Prepared:
    """Return the way back from where a target really is; nothing is changed.

    With ``restore`` it brings back the rows that were kept when the versions were applied.

    Raises UsageError and HistoryError for a target version that cannot be, MissingError if a file is
    needed that is not there, Drifted if drift lies in the way, PlanError if no way holds in rehearsal.
    """
    what = scope(target.revisions.read() or (), count=count, to=to)
    sight = Sight(exclude=exclude).beside(target.session)
    observed = sight.schema(target.session)
    if not what:
        return Prepared(what, mode, Plan(), observed, observed)
    live = observed
    observed = worded(replay.dev, live, target.session, sight=sight)
    newest_last = tuple(reversed(what.reverted))
    items = kept_of(target, what.reverted) if restore else ()
    if replay.has(newest_last):
        named = frozenset(each.version for each in items)
        done = forward(replay, what.kept, newest_last, named=named, sight=sight)
        done = _with_detour(done, items, what, target)
        drift = drifted(observed, done, target.dialect.diff_rules)
        _refuse(drift, include_drift=include_drift)
        renames = inverted(done.renames)
        goal = done.goal
    elif mode is Mode.PLANNED:
        raise MissingError(
            "a planned way back needs the files of the versions that are reverted, and some are not there",
            where=str(replay.directory.path),
            hint="check out a commit that has them, or use --mode computed",
        )
    else:
        done, drift, renames = None, NO_DRIFT, {}
        goal = replay.goal(what.kept, sight=sight)
    wanted = drift.wanted(goal, observed)
    coming = returns(
        items,
        wanted,
        observed,
        names={} if done is None else done.names,
        renames={} if done is None else done.renames,
        again=any(each.is_going_back for each in what.reverted),
    )
    way = _Way(replay, target, what, observed, wanted, renames, done, sight, coming)
    prepared = way.choose(mode)
    if done is None:
        prepared = replace(prepared, why=_UNKNOWN)
    found = notes(replay, target.dialect, newest_last)
    if done is not None and prepared.mode is Mode.COMPUTED:
        kept_access = stays(done.goal, done.expected, target.dialect.diff_rules)
        found = replace(found, not_undone=(*found.not_undone, *kept_access))
    return replace(
        prepared,
        plan=replace(prepared.plan, made_for=fingerprint(live)),
        observed=live,
        drift=drift,
        notes=found,
        worded=wording(lambda: replay.dev, target.session, exclude=exclude),
    )


@dataclass(frozen=True, slots=True)
class _Way:
    replay: Replay
    target: Target
    scope: Scope
    observed: Schema
    wanted: Schema
    renames: Renames
    forward: Forward | None
    sight: Sight
    coming: Returns

    def choose(self, mode: Mode) -> Prepared:
        if mode is Mode.COMPUTED:
            return self.computed()
        why = self.unfit(mode)
        if why is None:
            try:
                return self.planned()
            except (PlanError, ScanError) as error:
                if mode is Mode.PLANNED:
                    raise
                why = f"{error.message}\n{error.excerpt or ''}".rstrip()
        if mode is Mode.PLANNED:
            raise PlanError(f"there is no planned way back: {why}", hint="use --mode auto or computed")
        return replace(self.computed(), why=why)

    def unfit(self, mode: Mode) -> str | None:
        """Return why the down files cannot be used, without trying them."""
        if self.scope.partial is not None and self.scope.partial.is_going_back:
            return "an earlier down was broken off"
        if self.coming and mode is Mode.AUTO:
            return "rows that were kept come back, which is done in the middle of a computed way"
        if self.scope.partial is not None:
            return f"version {self.scope.partial.version} was not applied whole"
        lacking = [
            each.version
            for each in self.scope.reverted
            if not each.is_attempt and self.replay.directory.down_of(each.version) is None
        ]
        if lacking:
            return f"no down file of {', '.join(lacking)}"
        return None

    def planned(self) -> Prepared:
        """Return the way of the down files, newest first.  Raises PlanError if it ends elsewhere."""
        versions = [each.version for each in self.scope.reverted if not each.is_attempt]
        steps = planned_steps(self.replay.directory, versions, self.target.dialect)
        outcome = tried(self.opened, steps, self.wanted, sight=self.sight)
        if self.coming:
            plan = self.woven(planned=steps)
        else:
            plan = Plan(steps, fingerprint(self.observed), fingerprint(outcome))
        directory = self.replay.directory
        return replace(
            self._prepared(Mode.PLANNED, plan),
            said=said(directory, versions),
            checks=checks(directory, versions, self.target.dialect),
        )

    def computed(self) -> Prepared:
        """Return the way that the difference of the schemas gives.  Raises PlanError if it does not hold."""
        if self.coming:
            plan = self.woven()
        else:
            plan = prove(self.opened, self.wanted, renames=self.renames, sight=self.sight)
        return self._prepared(Mode.COMPUTED, plan)

    def woven(self, *, planned: tuple[Step, ...] = ()) -> Plan:
        """Return the way with the rows that come back in its middle.  Raises PlanError."""
        return woven(
            self.opened,
            self.wanted,
            self.observed,
            self.coming,
            self.target.session,
            renames=self.renames,
            planned=planned,
            sight=self.sight,
        )

    def _prepared(self, mode: Mode, plan: Plan) -> Prepared:
        hazards = plan.hazards
        if mode is Mode.PLANNED:
            # The words of a down file do not say what is lost; the difference that it makes does.
            first = renaming(self.observed, self.renames)
            changes = compare(self.target.session, first.goal, self.wanted)
            made = self.target.dialect.plan(changes, first.goal, self.wanted)
            hazards = replace(
                made, steps=tuple(counted_before(step, first.names) for step in made.steps)
            ).hazards
        hazards = covered(hazards, self.coming, self.target.session)
        return Prepared(
            self.scope,
            mode,
            replace(plan, made_for=fingerprint(self.observed)),
            self.wanted,
            self.observed,
            hazards=hazards,
            returns=counted(self.coming, self.target.session),
        )

    def opened(self) -> AbstractContextManager[Session]:
        """Open a dev database in the very state of the live one."""
        solid = tuple(each for each in reversed(self.scope.reverted) if not each.is_attempt)
        known = None if self.forward is None else (*self.scope.kept, *solid)
        return self.replay.like(self.observed, known, sight=self.sight)


def _with_detour(done: Forward, items: tuple[Kept, ...], what: Scope, target: Target) -> Forward:
    """Return what was done; the schema in which rows come back is one that a down may have stopped in."""
    if not items or not any(each.is_going_back for each in what.reverted):
        return done
    coming = returns(items, done.goal, done.expected, names=done.names, renames=done.renames, again=True)
    half = coming.middle(done.goal, done.expected, target.dialect.keeping)
    detour = concerned(diff(done.goal, half, target.dialect.diff_rules))
    return replace(done, later=(*done.later, half), touched=done.touched | detour)


def _refuse(drift: Drifted, *, include_drift: bool) -> None:
    if drift.related and not include_drift:
        raise DriftedError(
            "what is to be reverted was changed by hand since it was applied; nothing was changed",
            excerpt=told(drift.related, limit=40),
            hint="undo the change by hand, or let it be reverted too with --include-drift",
        )
