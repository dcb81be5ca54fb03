"""What should be in the database: the files that its revisions name, replayed on a dev database.

Two states are made in one database, one after the other: the goal, and what stands above it.  So a
server that numbers its objects tells by itself what was renamed in between; elsewhere the statements that
say RENAME or CHANGE are watched.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from migrate.database.revision import Kind, Revision
from migrate.dev.base import DevDatabase
from migrate.dev.cache import Cache
from migrate.dialects.base import Session
from migrate.directory.directory import Directory
from migrate.directory.file import MigrationFile
from migrate.directory.naming import version_key
from migrate.errors import MissingError, StatementFailed
from migrate.operations.standing import was_edited
from migrate.schema.diff import diff
from migrate.schema.identity import Renames, by_identity, by_statement, composed
from migrate.schema.merge import concerned
from migrate.schema.model import Ident, Schema
from migrate.sources.replayed import Replayed
from migrate.sources.run import Cut, steps

_SAYS_RENAME = re.compile(r"\b(?:RENAME|CHANGE)\b", re.I)


@dataclass(frozen=True, slots=True)
class Forward:
    """What the reverted files did, seen on a dev database: the way that a down goes back.

    ``expected`` is the schema they lead to as far as they were applied, ``later`` those that a half
    applied file would have gone on to, ``touched`` whatever any of that changed, ``renames`` what has
    another name since.
    """

    goal: Schema
    expected: Schema
    later: tuple[Schema, ...]
    touched: frozenset[Ident]
    renames: Renames


@dataclass(frozen=True, slots=True)
class Replay:
    """The files of a directory that a database has, and a dev database to run them on."""

    directory: Directory
    dev: DevDatabase
    cache: Cache | None = None

    def opened(self, revisions: Sequence[Revision]) -> contextlib.AbstractContextManager[Session]:
        """Open a dev database in which the files of these revisions have run, as far as they were applied."""
        return self._opened(revisions)

    @contextlib.contextmanager
    def _opened(self, revisions: Sequence[Revision]) -> Iterator[Session]:
        whole = [each for each in revisions if each.is_complete or _was_whole(each)]
        with Replayed(self.applied(whole), self.dev, cache=self.cache).opened() as session:
            for each in revisions:
                if each not in whole and not each.is_attempt:
                    for step in steps(session, self._cut(session, self.file(each), each.applied)):
                        step.run()
            yield session

    def goal(self, kept: Sequence[Revision]) -> Schema:
        """Return the schema of the revisions that stay."""
        return Replayed(self.applied(kept), self.dev, cache=self.cache).read()

    def applied(self, revisions: Sequence[Revision]) -> Directory:
        """Return the directory with just the files that these revisions stand for.

        Raises MissingError for one that is not there: without it the state cannot be known.
        """
        files: dict[str, MigrationFile] = {}
        for each in revisions:
            if each.is_attempt:
                continue
            if each.kind in (Kind.BASELINE, Kind.CHECKPOINT):
                below = version_key(each.version)
                for file in (
                    self.directory.for_empty() if each.kind is Kind.CHECKPOINT else self.directory.ups
                ):
                    if version_key(file.version) <= below:
                        files[file.name] = file
            if each.kind is not Kind.BASELINE:
                file = self.file(each)
                files[file.name] = file
        return self.directory.with_files(tuple(files.values())).sealed()

    def file(self, revision: Revision) -> MigrationFile:
        """Return the file of a revision, as it was applied.  Raises MissingError."""
        key = version_key(revision.version)
        kind = self.directory.checkpoints if revision.kind is Kind.CHECKPOINT else self.directory.ups
        for file in kind:
            if version_key(file.version) == key:
                if revision.is_complete and was_edited(file, revision):
                    raise MissingError(
                        f"{file.name} is not the file that was applied: it was edited afterwards",
                        where=str(self.directory.path / file.name),
                        hint="bring back the file as it was applied",
                    )
                return file
        raise MissingError(
            f"version {revision.version} is applied, and the directory has no file of it",
            where=str(self.directory.path),
            hint="check out a commit that has the file",
        )

    def has(self, revisions: Sequence[Revision]) -> bool:
        """Return whether the files of all these revisions are there, as they were applied."""
        try:
            for each in revisions:
                if not each.is_attempt:
                    self.file(each)
        except MissingError:
            return False
        return True

    def forward(self, kept: Sequence[Revision], reverted: Sequence[Revision]) -> Forward:
        """Return what the reverted revisions did, oldest first, on top of those that stay."""
        solid = [each for each in reverted if not each.is_attempt]
        with self.opened(kept) as session:
            goal = session.dialect.inspect(session)
            renames: Renames = {}
            for each in solid:
                count = None if _was_whole(each) else each.applied
                renames = self._watched(session, self._cut(session, self.file(each), count), renames)
            expected = session.dialect.inspect(session)
            if session.dialect.name == "postgres":
                renames = by_identity(goal, expected)
            there = goal.by_ident()
            renames = {source: name for source, name in renames.items() if source in there}
            later = tuple(self._later(session, [each for each in solid if not _was_whole(each)]))
            rules = session.dialect.diff_rules
            seen = [concerned(diff(goal, each, rules)) for each in (expected, *later)]
        touched = frozenset().union(*seen, renames, renames.values())
        return Forward(goal, expected, later, touched, renames)

    def _later(self, session: Session, partial: Sequence[Revision]) -> Iterator[Schema]:
        """Yield the states that a half applied file would have gone on to, until it fails here too."""
        for each in partial:
            cut = self._cut(session, self.file(each), None)
            rest = replace(cut, statements=cut.statements[each.applied :], together=False)
            with contextlib.suppress(StatementFailed):
                for step in steps(session, rest):
                    step.run()
                    yield step.after

    def _watched(self, session: Session, cut: Cut, renames: Renames) -> Renames:
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

    def _cut(self, session: Session, file: MigrationFile, count: int | None) -> Cut:
        cut = Cut.of_file(file, self.directory.path, session.dialect)
        return cut if count is None else replace(cut, statements=cut.statements[:count])


def _was_whole(revision: Revision) -> bool:
    """Return whether every statement was applied, whatever a later down has written into the row."""
    return revision.running is None and revision.total > 0 and revision.applied >= revision.total
