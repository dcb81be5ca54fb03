"""What the reverted files did, seen on a dev database.

Two states are made in one database, one after the other: the goal, and what stands above it.  So a
server that numbers its objects tells by itself what was renamed in between; elsewhere the statements that
say RENAME or CHANGE are watched.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from migrate.database.revision import Revision
from migrate.dialects.base import Session
from migrate.errors import StatementFailed
from migrate.operations.proof import EVERYTHING, Sight
from migrate.operations.replay import Replay, was_whole
from migrate.schema.diff import diff
from migrate.schema.identity import Renames, by_identity, by_statement, composed
from migrate.schema.merge import concerned
from migrate.schema.model import Ident, Schema
from migrate.sources.run import Cut, steps

_SAYS_RENAME = re.compile(r"\b(?:RENAME|CHANGE)\b", re.I)


@dataclass(frozen=True, slots=True)
class Forward:
    """What the reverted files did, seen on a dev database: the way that a down goes back.

    ``expected`` is the schema they lead to as far as they were applied, ``later`` those that a half
    applied file would have gone on to, ``touched`` whatever any of that changed, ``renames`` what has
    another name since.  ``names`` says what the goal's objects were called before each version.
    """

    goal: Schema
    expected: Schema
    later: tuple[Schema, ...]
    touched: frozenset[Ident]
    renames: Renames
    names: Mapping[str, Renames] = field(default_factory=dict)


def forward(
    replay: Replay,
    kept: Sequence[Revision],
    reverted: Sequence[Revision],
    *,
    named: Set[str] = frozenset(),
    sight: Sight = EVERYTHING,
) -> Forward:
    """Return what the reverted revisions did, oldest first, on top of those that stay.

    ``named`` are the versions of which the names before them are wanted.
    """
    solid = [each for each in reverted if not each.is_attempt]
    with replay.opened(kept) as session:
        goal = sight.schema(session)
        renames: Renames = {}
        names: dict[str, Renames] = {}
        for each in solid:
            if each.version in named:
                here = session.dialect.name == "postgres" and session.dialect.inspect(session)
                names[each.version] = by_identity(goal, here) if here else renames
            count = None if was_whole(each) else each.applied
            renames = _watched(session, replay.cut(session, replay.file(each), count), renames)
        expected = sight.schema(session)
        if session.dialect.name == "postgres":
            renames = by_identity(goal, expected)
        there = goal.by_ident()
        renames = {
            source: name for source, name in renames.items() if source in there or source.kind == "value"
        }
        later = tuple(_later(replay, session, [each for each in solid if not was_whole(each)]))
        rules = session.dialect.diff_rules
        seen = [concerned(diff(goal, each, rules)) for each in (expected, *later)]
    touched = frozenset().union(*seen, renames, renames.values())
    return Forward(goal, expected, later, touched, renames, names)


def _later(replay: Replay, session: Session, partial: Sequence[Revision]) -> Iterator[Schema]:
    """Yield the states that a half applied file would have gone on to, until it fails here too."""
    for each in partial:
        cut = replay.cut(session, replay.file(each))
        rest = replace(cut, statements=cut.statements[each.applied :], together=False)
        with contextlib.suppress(StatementFailed):
            for step in steps(session, rest):
                step.run()
                yield step.after


def _watched(session: Session, cut: Cut, renames: Renames) -> Renames:
    for step in steps(session, cut):
        if session.dialect.name == "postgres" or not _SAYS_RENAME.search(step.statement.text):
            step.run()
            continue
        before = step.before
        step.run()
        found = by_statement(step.statement.text, before, step.after)
        if found or renames:
            renames = composed(renames, found, step.after)
    return renames
