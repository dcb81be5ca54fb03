"""Steps through new files on a dev database that stands where they begin, and keeps what was seen."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from migrate.dev.base import DevDatabase
from migrate.dev.cache import Cache
from migrate.dialects.base import Session
from migrate.dialects.observing import Attempt, Effects, Observer, Observes
from migrate.directory.directory import Directory
from migrate.directory.file import MigrationFile
from migrate.errors import FileError, ScanError, ServerError, StatementFailed
from migrate.lint.facts import Deploy, Failure, Observed, ObservedFile, WayBack
from migrate.lint.seeding import Seeding, Unseeded, touched
from migrate.lint.wayback import with_ways_back
from migrate.lint.words import lasting
from migrate.schema.changes import Add, Change, Drop, Rename
from migrate.schema.diff import diff
from migrate.schema.identity import by_identity, by_statement
from migrate.schema.model import Ident, Schema, Table
from migrate.sources.replayed import Replayed
from migrate.sources.run import Cut, Step, steps
from migrate.sql.directives import StatementDirectives
from migrate.sql.statement import Statement


@dataclass(frozen=True, slots=True)
class Watched:
    """All that was seen.  ``unwatched`` are files behind one that fails, ``unseeded`` tables without rows."""

    deploy: Deploy
    dialect: str
    unwatched: tuple[str, ...] = ()
    unseeded: tuple[Unseeded, ...] = ()


def observe(
    base: Directory,
    files: Sequence[MigrationFile],
    dev: DevDatabase,
    *,
    downs: Sequence[MigrationFile] = (),
    cache: Cache | None = None,
    seed: bool = True,
    exclude: tuple[str, ...] = (),
    options: Mapping[str, Any] | None = None,
) -> Watched:
    """Run the base, from the cache where it is kept, then watch each statement of the files in order.

    Behind the last file its planned way back is run, if ``downs`` has it, then that of the file before.
    With ``seed`` the tables of the base that the files speak of have a few rows; where a file fails with
    what has become of them, all of it is watched again without.  Raises StatementFailed for a base that does
    not run, FileError and ScanError for a file that cannot be read.
    """

    def watched(seed: bool) -> Watched:
        source = Replayed(base, dev, cache=cache, exclude=exclude)
        with source.opened(look=True) as session:
            return _watched(
                session, source.seen(session).at_home(), base, files, downs, seed, exclude, options or {}
            )

    first = watched(seed)
    if not seed or _ended(first):
        return first
    bare = watched(seed=False)
    return bare if len(bare.unwatched) < len(first.unwatched) or _ended(bare) else first


def _ended(watched: Watched) -> bool:
    return all(file.ended for file in watched.deploy)


def _watched(
    session: Session,
    schema: Schema,
    base: Directory,
    files: Sequence[MigrationFile],
    downs: Sequence[MigrationFile],
    seed: bool,
    exclude: tuple[str, ...],
    options: Mapping[str, Any],
) -> Watched:
    cuts = [Cut.of_file(file, base.path, session.dialect) for file in files]
    rows = Seeding(session)
    unseeded = rows.sow(schema, touched(schema, (cut.text for cut in cuts))) if seed else ()
    watch = _Watch(session, rows, exclude, options, schema)
    deploy = tuple(watch.files(cuts))
    backs = {file.version: _read(file, base, session) for file in downs}
    ways = {file.name: backs[file.version] for file in files if file.version in backs}
    read = {name: way for name, way in ways.items() if isinstance(way, Cut)}
    deploy = with_ways_back(session, deploy, read, exclude=exclude)
    unread = {name: way for name, way in ways.items() if isinstance(way, WayBack)}
    deploy = tuple(replace(each, way_back=unread.get(each.file, each.way_back)) for each in deploy)
    unwatched = tuple(cut.name for cut in cuts[len(deploy) :])
    return Watched(deploy, session.dialect.name, unwatched, unseeded)


def _read(down: MigrationFile, base: Directory, session: Session) -> Cut | WayBack:
    """Return a planned way back in statements, or one that does not run, since it cannot be read."""
    try:
        return Cut.of_file(down, base.path, session.dialect)
    except (FileError, ScanError) as error:
        nothing = Cut(down.name, "", (), False, str(base.path / down.name))
        return WayBack(nothing, tried=True, failure=error.message)


class _Refused(Exception):
    """A statement that no transaction takes stands in one."""

    def __init__(self, index: int) -> None:
        super().__init__(index)
        self.index = index


@dataclass(slots=True)
class _Watch:
    session: Session
    rows: Seeding
    exclude: tuple[str, ...]
    options: Mapping[str, Any]
    schema: Schema
    """The schema as it is now."""

    def files(self, cuts: Sequence[Cut]) -> Iterator[ObservedFile]:
        """Yield each file, up to the first that does not run to its end."""
        for cut in cuts:
            file = self._file(cut)
            yield file
            if not file.ended:
                return

    def _file(self, cut: Cut) -> ObservedFile:
        first, sown = self.schema, self.rows.tables
        try:
            return self._stepped(cut)
        except _Refused as refused:
            self.session.rollback()
            self.schema, self.rows.tables = first, sown
            return self._stepped(replace(cut, together=False), refused=refused.index)

    def _stepped(self, cut: Cut, *, refused: int | None = None) -> ObservedFile:
        watch = _File(self, cut, _observer(self.session), refused)
        ended = watch.to_the_end()
        return ObservedFile(cut, tuple(watch.seen), ended, refused, watch.left_behind, self.options)


@dataclass(slots=True)
class _File:
    """One walk through one file."""

    watch: _Watch
    cut: Cut
    observer: Observer
    refused: int | None
    seen: list[Observed] = field(default_factory=list)
    born: frozenset[Ident] = frozenset()
    start: Schema = field(init=False)
    left_behind: tuple[str, ...] = ()

    def to_the_end(self) -> bool:
        """Watch all statements; return whether all of them ran, and were committed."""
        session, self.start = self.watch.session, self.watch.schema
        walk = steps(
            session, self.cut, exclude=self.watch.exclude, first=self.watch.schema, ended=self._ended
        )
        try:
            for step in walk:
                self._one(step)
                if not step.done:
                    session.rollback()
                    return False
        except StatementFailed as error:  # the commit
            self.seen[-1:] = [replace(each, failure=Failure(error.message, "")) for each in self.seen[-1:]]
            session.rollback()
            return False
        return True

    def _ended(self) -> None:
        self.left_behind = self.observer.left_behind()

    def _one(self, step: Step) -> None:
        before = step.before
        effects, failure = self._tried(step)
        if effects.same_schema:
            step.known_after = before
        after = step.after if step.done else before
        changes = _changes(step, before, after)
        said = self.cut.said[step.index] if self.cut.said else StatementDirectives()
        self.seen.append(
            Observed(
                self.cut,
                step.index,
                step.session.dialect.name,
                step.session.version,
                self.start,
                before,
                after,
                changes,
                self.born,
                self.cut.together,
                effects,
                failure,
                said,
                self.watch.options,
            )
        )
        self.born = _with_born(self.born, changes)
        self.watch.schema = after
        if failure and failure.on_rows:
            self.watch.rows.sow(after, self.watch.rows.tables)

    def _tried(self, step: Step) -> tuple[Effects, Failure | None]:
        """Run the statement; what fails on rows is run without them."""
        try:
            effects = self.observer.watch(step.statement, step.attempt)
        except ServerError as error:
            if self.cut.together and step.session.dialect.refuses_transaction(error):
                raise _Refused(step.index) from None
            failure = Failure(lasting(error.message, step.session.facts.database), error.state)
        else:
            refused = Failure("", "", refuses_transaction=True) if step.index == self.refused else None
            return effects, refused
        if self.watch.rows.tables:
            # What the files did with rows of ours may stand in tables of their own.
            for tables in (self.watch.rows.tables, step.before.homes().tables()):
                self.watch.rows.clear(tables)
                with contextlib.suppress(ServerError):
                    return self.observer.watch(step.statement, step.attempt), replace(failure, on_rows=True)
        return Effects(), failure


class _Unwatched:
    """Stands in where a dialect cannot watch: the statement runs, and its changes are all that is known."""

    def watch(self, statement: Statement, run: Attempt) -> Effects:
        """Let it run."""
        run()
        return Effects()

    def left_behind(self) -> tuple[str, ...]:
        """Return nothing: it is not known."""
        return ()


def _observer(session: Session) -> Observer:
    return session.dialect.observer(session) if isinstance(session.dialect, Observes) else _Unwatched()


def _changes(step: Step, before: Schema, after: Schema) -> tuple[Change, ...]:
    if before is after:
        return ()
    renames = by_identity(before, after) or by_statement(step.statement.text, before, after)
    rules = step.session.dialect.diff_rules
    return diff(before, after, rules, renames=renames.items(), owners=True, privileges=True)


def _with_born(born: frozenset[Ident], changes: Sequence[Change]) -> frozenset[Ident]:
    """Return what a file has made once these changes are made, too."""
    known = set(born)
    for change in changes:
        match change:
            case Add(each):
                known.add(each.ident)
            case Drop(each):
                known.discard(each.ident)
            case Rename(old, new):
                if old.ident in known:
                    known.remove(old.ident)
                    known.add(new.ident)
    for change in changes:
        if isinstance(change, Rename) and isinstance(change.old, Table):
            known = {_moved(each, change.old.ident, change.new.ident) for each in known}
    return frozenset(known)


def _moved(each: Ident, old: Ident, new: Ident) -> Ident:
    return Ident(each.kind, new.schema, each.name, new.name) if each.parent == old else each
