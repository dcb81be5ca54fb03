"""Writes the next migration file: from what a directory makes to what is wanted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from migrate.directory import disk
from migrate.operations.compose import Draft, draft, written
from migrate.operations.proof import EVERYTHING, Sight
from migrate.operations.renames import likely, said
from migrate.operations.replay import Replay
from migrate.schema.diff import diff as differences
from migrate.sources.base import SchemaSource
from migrate.sources.replayed import Replayed


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that was written, or would be: where, and what it says."""

    path: Path
    sql: str


@dataclass(frozen=True, slots=True)
class DiffReport:
    """The files that lead to the wanted schema, none if it is there; ``version`` is theirs.

    ``dangers`` are those of the way there, a sentence each.  ``perhaps_renamed`` are ``old:new`` that
    look like one thing under another name, and are dropped and made anew.
    """

    version: str | None = None
    files: tuple[NewFile, ...] = ()
    dangers: tuple[str, ...] = ()
    perhaps_renamed: tuple[str, ...] = ()
    dry_run: bool = False


def diff(
    replay: Replay,
    wanted: SchemaSource,
    words: str,
    *,
    now: datetime,
    down: bool = False,
    renames: Iterable[str] = (),
    sight: Sight = EVERYTHING,
    dry_run: bool = False,
) -> DiffReport:
    """Write the migration ``words`` and seal the directory; ``renames`` are ``old:new``.

    The revisions of no database are asked: the file comes after all that the directory holds.
    Raises PlanError if no way there held on the dev database, and what the directory and the source raise.
    """
    there = Replayed(replay.directory.verify(), replay.dev, cache=replay.cache, exclude=sight.exclude).read()
    goal = sight.bare(wanted.read())
    known = said(renames, there, goal)
    changes = differences(there, goal, replay.dev.dialect.diff_rules, renames=known.items())
    made = draft(replay, goal, words, now=now, down=down, renames=known, sight=sight)
    if made is None:
        return DiffReport(dry_run=dry_run)
    if not dry_run:
        disk.store(made.sealed, *made.files)
    return replace(_report(made), perhaps_renamed=tuple(likely(changes, known)), dry_run=dry_run)


def _report(made: Draft) -> DiffReport:
    """Return what is told of files that were drafted."""
    files = tuple(NewFile(made.sealed.path / file.name, file.text) for file in made.files)
    dangers = dict.fromkeys(remark for each in written(made.plan.steps) for remark in each.remarks)
    return DiffReport(made.version, files, tuple(dangers))
