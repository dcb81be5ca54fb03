"""What in a live database is not from its migrations: seen, taken back, or taken over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from pathlib import Path

from migrate.database.revision import Revision
from migrate.database.target import Target
from migrate.dialects.base import HidesObjects
from migrate.directory import disk
from migrate.directory.naming import version_key
from migrate.errors import Drifted, MigrateError, PlanError, UsageError
from migrate.operations.compose import draft, written
from migrate.operations.proof import EVERYTHING, Sight, prove
from migrate.operations.replay import Replay
from migrate.operations.standing import compare
from migrate.operations.wording import other_version, worded
from migrate.schema.changes import Add, Change, Drop, Modify, Rename
from migrate.schema.model import Schema, SchemaObject, Table
from migrate.schema.words import details, told
from migrate.sql.write import Written

NOTHING = "0"
"""The version of a database to which nothing was applied."""


class What(Enum):
    """What happened to an object outside of the migrations."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"


@dataclass(frozen=True, slots=True)
class Difference:
    """An object that is not as the migrations made it; ``details`` tell what is changed, a line each."""

    what: What
    object: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DriftReport:
    """What was done to a database outside of its migrations, and what would bring it back.

    ``version`` is the newest that is applied, ``partial`` one that is half applied.  ``unseen`` are kinds of
    objects that the user may not see, each with the privilege that shows them.  ``back`` has run on a
    dev database just like this one; where no way holds it is empty, and ``why_no_way`` says why.
    ``adopted`` is the file that was written for other databases.  ``remark`` tells what makes the answer
    doubtful: a dev database of another version may write the same in other words.
    """

    version: str
    partial: str | None
    drifted: bool
    differences: tuple[Difference, ...] = ()
    unseen: Mapping[str, str] = field(default_factory=dict)
    back: tuple[Written, ...] = ()
    why_no_way: MigrateError | None = None
    adopted: Path | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A live schema beside the one that its revisions lead to, as far as the user can see.

    ``sight`` is what was compared, ``unseen`` what is not in it for want of a privilege.
    """

    sight: Sight
    unseen: Mapping[str, str]
    revisions: tuple[Revision, ...]
    expected: Schema
    observed: Schema
    changes: tuple[Change, ...]
    remark: str | None


def drift(replay: Replay, target: Target, *, sight: Sight = EVERYTHING) -> DriftReport:
    """Compare a live database with what its revisions say; reads only.

    Raises MissingError if a file that was applied is gone or edited: without it nobody knows what should be.
    """
    return _report(replay, look(replay, target, sight=sight))


def adopt(
    replay: Replay, target: Target, words: str, *, now: datetime, sight: Sight = EVERYTHING
) -> DriftReport:
    """Write a migration file that makes of any other database what this one has become, and seal it.

    The live database is only looked at.  Raises UsageError if files are pending or half applied: what the
    new one comes after is not what this database is.
    """
    seen = look(replay, target, sight=sight)
    report = _report(replay, seen)
    if not report.drifted:
        return report
    standing = compare(replay.directory, seen.revisions)
    if standing.waiting or standing.out_of_order or standing.partial:
        raise UsageError(
            "the database is not at the newest version, so a file that adopts its drift has no place yet",
            hint="first `migrate apply`, or `migrate down` what is half applied",
        )
    made = draft(replay, sight.bare(seen.observed), words, now=now, sight=seen.sight)
    if made is None:
        return report
    disk.store(made.sealed, *made.files)
    return replace(report, adopted=made.sealed.path / made.files[0].name)


def refuse(replay: Replay, target: Target, *, sight: Sight = EVERYTHING) -> None:
    """Raise Drifted, with the list and the way out, if a database is not what its revisions say."""
    seen = look(replay, target, sight=sight)
    if seen.changes:
        raise Drifted(
            "the database was changed outside of its migrations; nothing was applied",
            excerpt="\n".join(filter(None, [told(seen.changes, limit=40), seen.remark])),
            hint="`migrate drift --format sql` shows the way back, `migrate drift --adopt NAME` keeps it",
        )


def look(replay: Replay, target: Target, *, sight: Sight = EVERYTHING) -> Seen:
    """Return the live schema beside the one that its revisions lead to."""
    dialect, revisions = target.dialect, target.revisions.read() or ()
    unseen = dialect.hidden(target.session) if isinstance(dialect, HidesObjects) else {}
    sight = replace(sight, blind=sight.blind | unseen.keys()).beside(target.session)
    observed = sight.schema(target.session)
    with replay.opened(revisions) as session:
        expected = sight.schema(session)
        remark = other_version(target.session, session)
    if remark is not None and not (sight.owners or sight.privileges):
        try:
            observed = worded(replay.dev, observed, target.session, sight=sight)
        except PlanError as error:
            remark = f"{remark}, and nobody can tell which: {error.message}"
    if sight.owners:
        expected = _owned_alike(expected, observed)
    changes = sight.compare(target.session, expected, observed)
    return Seen(sight, unseen, revisions, expected, observed, changes, remark)


def difference(change: Change, sight: Sight = EVERYTHING) -> Difference:
    """Return a change as a report tells it."""
    asked = {"owner": sight.owners, "privileges": sight.privileges}
    match change:
        case Add(each):
            return Difference(What.ADDED, str(each.ident))
        case Drop(each):
            return Difference(What.REMOVED, str(each.ident))
        case Rename(old, new):
            return Difference(What.RENAMED, str(new.ident), (f"name: {new.name}, was {old.name}",))
        case Modify(_, new):
            lines = details(change, also=frozenset(name for name, yes in asked.items() if yes))
            return Difference(What.CHANGED, str(new.ident), tuple(line.strip() for line in lines))


def _report(replay: Replay, seen: Seen) -> DriftReport:
    sight = seen.sight
    solid = sorted(
        (each for each in seen.revisions if not each.is_attempt), key=lambda each: version_key(each.version)
    )
    whole = [each.version for each in solid if each.is_complete]
    partial = [each.version for each in solid if not each.is_complete]
    report = DriftReport(
        version=whole[-1] if whole else NOTHING,
        partial=partial[-1] if partial else None,
        drifted=bool(seen.changes),
        differences=tuple(difference(change, sight) for change in seen.changes),
        unseen=seen.unseen,
        remark=seen.remark,
    )
    if not seen.changes:
        return report
    try:
        plan = prove(
            lambda: replay.like(seen.observed, seen.revisions, sight=sight), seen.expected, sight=sight
        )
    except MigrateError as error:
        return replace(report, why_no_way=error)
    return replace(report, back=tuple(written(plan.steps)))


def _owned_alike(expected: Schema, observed: Schema) -> Schema:
    """Return the replayed schema with the live owner in the place of whoever replayed it.

    What the migrations made belongs to whoever ran them, and that is who owns most of it.
    """
    there = observed.by_ident()
    made_by = Counter(each.owner for each in expected.walk() if each.owner is not None)
    if not made_by:
        return expected
    dev_owner = made_by.most_common(1)[0][0]
    owners = Counter(
        now.owner
        for each in expected.walk()
        if each.owner == dev_owner and (now := there.get(each.ident)) is not None and now.owner is not None
    )
    if not owners:
        return expected
    live_owner = owners.most_common(1)[0][0]
    return replace(expected, objects=tuple(_given(each, dev_owner, live_owner) for each in expected.objects))


def _given(each: SchemaObject, old: str, new: str) -> SchemaObject:
    if isinstance(each, Table):
        columns = tuple(
            replace(column, owner=new) if column.owner == old else column for column in each.columns
        )
        each = replace(each, columns=columns)
    return replace(each, owner=new) if each.owner == old else each
