"""What should be in a database: the files that its revisions name, run on a dev database."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from migrate.database.revision import Kind, Revision
from migrate.database.steps import run_steps
from migrate.dev.base import DevDatabase, OnOwnServer
from migrate.dev.cache import Cache
from migrate.dev.choose import choose
from migrate.dialects.base import PlansAccess, Session
from migrate.directory.naming import version_key
from migrate.errors import MissingError, PlanError, ServerError
from migrate.operations.proof import EVERYTHING, Sight
from migrate.operations.standing import was_edited
from migrate.schema.words import told
from migrate.sources.replayed import Replayed
from migrate.sources.run import Cut, steps

if TYPE_CHECKING:
    from migrate.database.target import Target
    from migrate.directory.directory import Directory
    from migrate.directory.file import MigrationFile
    from migrate.schema.model import Schema
    from migrate.schema.plan import Step

_NOT_LIKE = "the state of the database could not be built on a dev database"
_HINT = "nothing was changed; give a dev database of the same version with --dev-url"


@dataclass(frozen=True, slots=True)
class Replay:
    """The files of a directory that a database has, and a dev database to run them on."""

    directory: Directory
    dev: DevDatabase
    cache: Cache | None = None

    @classmethod
    def beside(cls, target: Target, directory: Directory, *, dev_url: str = "auto") -> Replay:
        """Return the replay of a directory on a dev database like a target; see :func:`choose`.

        Raises UsageError for a dev URL that cannot be, DatabaseError if no dev database can be had.
        """
        cache = Cache()
        return cls(directory, choose(dev_url, target=target.session, cache=cache), cache)

    def opened(self, revisions: Sequence[Revision]) -> contextlib.AbstractContextManager[Session]:
        """Open a dev database in which the files of these revisions have run, as far as they were applied."""
        return self._opened(revisions)

    @contextlib.contextmanager
    def _opened(self, revisions: Sequence[Revision]) -> Iterator[Session]:
        whole = [each for each in revisions if each.is_complete or was_whole(each)]
        begun = [each for each in revisions if not (each.is_complete or was_whole(each))]
        with Replayed(self.applied(whole), self.dev, cache=self.cache).opened() as session:
            for each in begun:
                if not each.is_attempt:
                    for step in steps(session, self.cut(session, self.file(each), each.applied)):
                        step.run()
            yield session

    def goal(self, kept: Sequence[Revision], *, sight: Sight = EVERYTHING) -> Schema:
        """Return the schema of the revisions that stay."""
        with Replayed(self.applied(kept), self.dev, cache=self.cache).opened() as session:
            return sight.schema(session)

    def applied(self, revisions: Sequence[Revision]) -> Directory:
        """Return the directory with just the files that these revisions stand for.

        Raises MissingError for one that is not there: without it the state cannot be known.
        """
        files: dict[str, MigrationFile] = {}
        of_version = self._of_version()
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
                file = of_version(each)
                files[file.name] = file
        return self.directory.with_files(tuple(files.values())).sealed()

    def file(self, revision: Revision) -> MigrationFile:
        """Return the file of a revision, as it was applied.  Raises MissingError."""
        return self._of_version()(revision)

    def _of_version(self) -> Callable[[Revision], MigrationFile]:
        """Return what finds the files of many revisions."""
        ups = {version_key(file.version): file for file in reversed(self.directory.ups)}
        checkpoints = {version_key(file.version): file for file in reversed(self.directory.checkpoints)}

        def find(revision: Revision) -> MigrationFile:
            known = checkpoints if revision.kind is Kind.CHECKPOINT else ups
            file = known.get(version_key(revision.version))
            if file is None:
                raise MissingError(
                    f"version {revision.version} is applied, and the directory has no file of it",
                    where=str(self.directory.path),
                    hint="check out a commit that has the file",
                )
            if revision.is_complete and was_edited(file, revision):
                raise MissingError(
                    f"{file.name} is not the file that was applied: it was edited afterwards",
                    where=str(self.directory.path / file.name),
                    hint="bring back the file as it was applied",
                )
            return file

        return find

    def has(self, revisions: Sequence[Revision]) -> bool:
        """Return whether the files of all these revisions are there, as they were applied."""
        of_version = self._of_version()
        try:
            for each in revisions:
                if not each.is_attempt:
                    of_version(each)
        except MissingError:
            return False
        return True

    @contextlib.contextmanager
    def like(
        self, observed: Schema, revisions: Sequence[Revision] | None, *, sight: Sight = EVERYTHING
    ) -> Iterator[Session]:
        """Open a dev database in the very state of a live one: replayed, and its drift made by hand.

        ``observed`` is what ``sight`` sees there.  Without revisions it is built from that alone.
        Raises PlanError if it cannot be.
        """
        with self.opened(revisions) if revisions is not None else self.dev.open() as session:
            seen = sight
            if isinstance(session.dialect, PlansAccess):
                # What is made again keeps its owner and privileges, if the plan can see them.
                self._add_roles(session, session.dialect.absent_roles(session, observed))
                seen = replace(sight, owners=True, privileges=True)
            now = sight.schema(session)
            changes = seen.compare(session, now, observed)
            if changes:
                _run(session, seen.plan(session, changes, now, observed).steps)
                left = sight.compare(session, sight.schema(session), observed)
                if left:
                    raise PlanError(
                        f"{_NOT_LIKE}; what would differ:", excerpt=told(left, limit=40), hint=_HINT
                    )
            yield session

    def _add_roles(self, session: Session, roles: Sequence[str]) -> None:
        if roles and not isinstance(self.dev, OnOwnServer):
            raise PlanError(
                f"{_NOT_LIKE}: its server has no role {', '.join(roles)}",
                hint="nothing was changed; leave --dev-url out, or make the roles there",
            )
        for role in roles:
            session.query(f"create role {role}")

    def cut(self, session: Session, file: MigrationFile, count: int | None = None) -> Cut:
        """Return a file in statements, only the first ``count`` if that is given."""
        cut = Cut.of_file(file, self.directory.path, session.dialect)
        return cut if count is None else replace(cut, statements=cut.statements[:count])


def was_whole(revision: Revision) -> bool:
    """Return whether every statement was applied, whatever a later down has written into the row."""
    return revision.running is None and revision.total > 0 and revision.applied >= revision.total


def _run(session: Session, plan: tuple[Step, ...]) -> None:
    try:
        for _ in run_steps(session, plan):
            pass
    except ServerError as error:
        raise PlanError(
            f"{_NOT_LIKE}: {error.message}", excerpt=plan[error.step or 0].sql, hint=_HINT
        ) from None
