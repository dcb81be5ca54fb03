"""Plans are found and proven on a dev database: run there from the very state they are for, then compared.

A plan that this room gives has run, step by step, on a database in the state that it starts from, and
the schema that came out was inspected and did not differ from the wanted one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from migrate.database.steps import run_steps
from migrate.dialects.base import PlansAccess, Session, TellsEarlier
from migrate.errors import PlanError, ServerError
from migrate.operations.renamed_first import counted_before, renaming, without_takers
from migrate.schema.changes import Change
from migrate.schema.diff import diff
from migrate.schema.merge import unowned
from migrate.schema.model import Ident, Schema
from migrate.schema.plan import Plan, Step
from migrate.schema.stored import fingerprint
from migrate.schema.words import told

Opener = Callable[[], AbstractContextManager[Session]]
"""Opens a dev database that stands in the state a plan is for; asked again, it opens another one."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a database counts: all but what ``exclude`` names; owners and privileges only if asked.

    ``blind`` are kinds of objects that are not looked at; what a server of ``version`` does not tell is left
    out.
    """

    exclude: tuple[str, ...] = ()
    owners: bool = False
    privileges: bool = False
    blind: frozenset[str] = frozenset()
    version: tuple[int, ...] = ()

    def beside(self, live: Session) -> Sight:
        """Return what counts where a live server is compared with another, maybe of a later version."""
        return replace(self, version=live.version)

    def schema(self, session: Session) -> Schema:
        """Return the schema of a session's database."""
        schema = session.dialect.inspect(session, exclude=self.exclude)
        if self.version and isinstance(session.dialect, TellsEarlier):
            schema = session.dialect.as_of(schema, self.version)
        if not self.blind:
            return schema
        return replace(
            schema, objects=tuple(each for each in schema.objects if each.ident.kind not in self.blind)
        )

    def bare(self, schema: Schema) -> Schema:
        """Return a schema without the owners and privileges that do not count.

        A way to what somebody else has would name roles that are not where it runs.
        """
        return unowned(schema, owners=not self.owners, privileges=not self.privileges)

    def compare(self, session: Session, old: Schema, new: Schema) -> tuple[Change, ...]:
        """Return what differs between two schemas, in the eyes of the session's dialect."""
        rules = session.dialect.diff_rules
        return diff(old, new, rules, owners=self.owners, privileges=self.privileges)

    def plan(self, session: Session, changes: Iterable[Change], old: Schema, new: Schema) -> Plan:
        """Return the steps that make the changes."""
        dialect = session.dialect
        if (self.owners or self.privileges) and isinstance(dialect, PlansAccess):
            return dialect.plan_access(changes, old, new, owners=self.owners, privileges=self.privileges)
        return dialect.plan(changes, old, new)


EVERYTHING = Sight()

_ROUNDS = 3
_SHOWN = 40
_WAY_OUT = "nothing was changed; write the statements by hand, and please report the case"


def prove(
    opener: Opener,
    wanted: Schema,
    *,
    renames: Mapping[Ident, Ident] | None = None,
    sight: Sight = EVERYTHING,
) -> Plan:
    """Return the plan that brings the opened database to the wanted schema, found by doing it.

    Known renames are done first, after what stands under their new names has gone, and the result is
    looked at, since a server carries a new name into views, indexes and keys by itself; a round that leaves
    something to do is followed by another.  What took several rounds is then run in one piece on a fresh
    database.
    Raises PlanError with what still differs, or with the step that the server refused.
    """
    try:
        return _proven(opener, wanted, renames or {}, sight, cleared=True)
    except PlanError:
        if not renames:
            raise
        return _proven(opener, wanted, renames, sight, cleared=False)


def _proven(
    opener: Opener, wanted: Schema, renames: Mapping[Ident, Ident], sight: Sight, *, cleared: bool
) -> Plan:
    steps: list[Step] = []
    rounds = 0
    names: Mapping[Ident, Ident] = {}
    with opener() as session:
        start = now = sight.schema(session)

        def do(changes: Iterable[Change], goal: Schema) -> None:
            nonlocal now, rounds
            found = sight.plan(session, changes, now, goal).steps
            now = _done(session, found, sight)
            steps.extend(counted_before(step, names) for step in found)
            rounds += 1

        if cleared and (goal := without_takers(now, renames)) != now:
            do(sight.compare(session, now, goal), goal)
        first = renaming(now, renames)
        if first.changes:
            do(first.changes, first.goal)
            names = first.names
        enough = rounds + _ROUNDS
        while (changes := sight.compare(session, now, wanted)) and rounds < enough:
            do(changes, wanted)
    if changes:
        raise _differs(changes)
    if rounds > 1:
        steps = _settled(steps)
        now = tried(opener, steps, wanted, sight=sight)
    return Plan(tuple(steps), made_for=fingerprint(start), gives=fingerprint(now))


def tried(opener: Opener, steps: Iterable[Step], wanted: Schema, *, sight: Sight = EVERYTHING) -> Schema:
    """Run steps on a fresh dev database and return the schema they give.

    Raises PlanError if a step fails or the outcome is not the wanted one.
    """
    with opener() as session:
        outcome = _done(session, steps, sight)
        changes = sight.compare(session, outcome, wanted)
    if changes:
        raise _differs(changes)
    return outcome


def compare(session: Session, old: Schema, new: Schema) -> tuple[Change, ...]:
    """Return what differs between two schemas, in the eyes of the session's dialect."""
    return EVERYTHING.compare(session, old, new)


def _done(session: Session, steps: Iterable[Step], sight: Sight) -> Schema:
    steps = tuple(steps)
    try:
        for _ in run_steps(session, steps):
            pass
    except ServerError as error:
        raise PlanError(
            f"a step of the plan failed on the dev database: {error.message}",
            excerpt=steps[error.step or 0].sql,
            hint=_WAY_OUT,
        ) from None
    return sight.schema(session)


def _settled(steps: Iterable[Step]) -> list[Step]:
    """Return steps without the settings that one round brought back for the next one to make again.

    So that all that stands between the first and the last one can be one transaction.
    """
    kept: list[Step] = []
    for step in steps:
        while step.is_setting and kept and kept[-1].is_setting and _name(kept[-1]) == _name(step):
            kept.pop()
        settings = [each.sql for each in kept if each.is_setting and _name(each) == _name(step)]
        if not step.is_setting or settings[-1:] != [step.sql]:
            kept.append(step)
    return kept


def _name(setting: Step) -> str:
    return setting.sql.partition("=")[0].strip()


def _differs(changes: Iterable[Change]) -> PlanError:
    return PlanError(
        "the plan was tried on a dev database and does not give the wanted schema; still to do:",
        excerpt=told(changes, limit=_SHOWN),
        hint=_WAY_OUT,
    )
