"""Runs files of SQL on a dev database, statement by statement, as ``txmode`` asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from migrate.dialects.base import Dialect, Session, guard_of
from migrate.dialects.following import Follows
from migrate.errors import ServerError, StatementFailed
from migrate.sql.directives import FileDirectives, StatementDirectives
from migrate.sql.position import excerpt, position
from migrate.sql.reading import read
from migrate.sql.txmode import TxMode

if TYPE_CHECKING:
    from migrate.directory.file import MigrationFile
    from migrate.schema.model import Schema
    from migrate.sql.rules import ScanRules
    from migrate.sql.statement import Statement


@dataclass(frozen=True, slots=True)
class Cut:
    """A text cut into statements; ``together`` says whether they are to be one transaction.

    ``name`` is the file's, ``place`` its path; ``said`` is what comments say to each statement.
    """

    name: str
    text: str = field(repr=False)
    statements: tuple[Statement, ...]
    together: bool
    place: str
    said: tuple[StatementDirectives, ...] = field(default=(), repr=False)
    directives: FileDirectives = field(default_factory=FileDirectives, repr=False)

    @classmethod
    def of(cls, name: str, text: str, rules: ScanRules, *, place: str, together: bool) -> Cut:
        """Cut a text; its checks are left out, for a dev database has no rows to ask about.

        Raises FileError and ScanError, with the place.
        """
        reading = read(text, rules, place=place)
        alone = reading.directives.tx_mode is TxMode.NONE
        together = together and not alone
        if together:
            reading = reading.in_ours(rules)
        return cls(name, text, reading.statements, together, place, reading.said, reading.directives)

    @classmethod
    def of_file(cls, file: MigrationFile, folder: Path, dialect: Dialect) -> Cut:
        """Cut a file of a directory.  Raises FileError and ScanError, with the place."""
        place, together = str(folder / file.name), dialect.transactional_ddl
        return cls.of(file.name, file.text, dialect.scan_rules, place=place, together=together)

    def failed(self, index: int, error: ServerError) -> StatementFailed:
        """Return what is said of statement ``index`` (from 0); one past the last is the commit."""
        if index == len(self.statements):
            return StatementFailed(
                f"{self.name} ran to its end but could not be committed: {error.message}",
                where=self.place,
                hint=error.hint,
            )
        offset = self.statements[index].offset + (error.offset or 0)
        return StatementFailed(
            f"statement {index + 1} of {len(self.statements)} in {self.name} failed: {error.message}",
            where=f"{self.place}:{position(self.text, offset)}",
            hint=error.hint,
            excerpt=excerpt(self.text, offset),
        )


class Look:
    """Looks at the schema of a session: at all of it first, then at what a statement may have changed."""

    def __init__(self, session: Session, exclude: tuple[str, ...]) -> None:
        self._session = session
        self._exclude = exclude
        dialect = session.dialect
        self._follower = dialect.follower(session, exclude=exclude) if isinstance(dialect, Follows) else None
        self._is_marked = False

    def mark(self, known: Schema | None, statement: Statement) -> None:
        """Take note of a schema before a statement runs, if it is known."""
        self._is_marked = known is not None
        if known is not None and self._follower is not None:
            self._follower.mark(known, statement)

    def __call__(self) -> Schema:
        """Return the schema as it is now."""
        found = self._follower.now() if self._follower is not None and self._is_marked else None
        if found is None:
            found = self._session.dialect.inspect(self._session, exclude=self._exclude).at_home()
        return found


class Step:
    """One statement that is about to run, or has run, on a dev database.

    ``session`` is the live one and stands in the file's transaction, if there is one.  Schemas are looked
    at when they are asked for: ``before`` must be asked for before :meth:`run`.
    """

    def __init__(self, session: Session, cut: Cut, index: int, look: Look, before: Schema | None) -> None:
        self.session = session
        self.cut = cut
        self.index = index
        self.done = False
        self.known_after: Schema | None = None
        self._look = look
        self._before = before

    @property
    def name(self) -> str:
        """Return the name of the file it stands in."""
        return self.cut.name

    @property
    def statement(self) -> Statement:
        """Return the statement."""
        return self.cut.statements[self.index]

    @property
    def before(self) -> Schema:
        """Return the schema as it was before the statement."""
        if self._before is None:
            assert not self.done, "the schema before a statement is looked at before it runs"
            self._before = self._look()
        return self._before

    @property
    def after(self) -> Schema:
        """Return the schema as the statement left it, seen inside its transaction."""
        assert self.done, "the schema after a statement is looked at after it ran"
        if self.known_after is None:
            self.known_after = self._look()
        return self.known_after

    def run(self) -> None:
        """Run the statement, once.  Raises StatementFailed."""
        try:
            self.attempt()
        except ServerError as error:
            raise self.cut.failed(self.index, error) from None

    def attempt(self, statement: Statement | None = None) -> None:
        """Run the statement, once, or another one that does the same in its place.

        What fails may be tried again.  Raises ServerError.
        """
        if not self.done:
            self.session.run(statement or self.statement)
            self.done = True


def run(session: Session, cut: Cut) -> None:
    """Run a file and bring the session's settings back.  Raises StatementFailed."""
    for step in steps(session, cut):
        step.run()


def steps(
    session: Session,
    cut: Cut,
    *,
    exclude: tuple[str, ...] = (),
    first: Schema | None = None,
    ended: Callable[[], None] = lambda: None,
) -> Iterator[Step]:
    """Yield the statements of a file, each before it runs; one that whoever asks does not run, runs then.

    ``first`` is the schema before the file, if it is known.  The schema after a statement is the one before
    the next, and is looked at once.  ``ended`` is called when all is committed, before the session's
    settings are brought back.
    """
    guards = guard_of(session) if cut.together else None
    head, tail = guards.outside(cut.statements) if guards else (0, 0)
    inside = range(head, len(cut.statements) - tail) if cut.together else range(0)
    unbroken = guards.guard(cut.statements) if guards else None
    look, known = Look(session, exclude), first
    for index in range(len(cut.statements)):
        if inside and index == inside.start:
            session.begin()
        look.mark(known, cut.statements[index])
        step = Step(session, cut, index, look, known)
        yield step
        step.run()
        known = step.known_after
        if inside and index == inside.stop - 1:
            try:
                if unbroken is not None:
                    unbroken()
                session.commit()
            except ServerError as error:
                raise cut.failed(len(cut.statements), error) from None
    ended()
    session.reset()
