"""The down files of versions as the steps of one plan, each with its place for errors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from migrate.database.checks import ask
from migrate.dialects.base import Dialect, Limits, Session
from migrate.directory.directory import Directory
from migrate.errors import CheckFailed, ServerError
from migrate.schema.plan import Step
from migrate.sources.run import Cut
from migrate.sql.check import Check, When
from migrate.sql.directives import file_directives
from migrate.sql.position import position
from migrate.sql.reading import read


@dataclass(frozen=True, slots=True)
class Said:
    """What down files say of how long statements may wait and run, in seconds; ``None``: nothing."""

    lock: float | None = None
    statement: float | None = None

    def over(self, limits: Limits) -> Limits:
        """Return limits with what is said here in their place."""
        return Limits(
            limits.lock if self.lock is None else self.lock or None,
            limits.statement if self.statement is None else self.statement or None,
        )


def said(directory: Directory, versions: Iterable[str]) -> Said:
    """Return the longest times that the down files of these versions ask for."""
    files = [file for version in versions if (file := directory.down_of(version)) is not None]
    heads = [file_directives(file.text, name=file.name) for file in files]
    locks = [each.lock_timeout for each in heads if each.lock_timeout is not None]
    statements = [each.statement_timeout for each in heads if each.statement_timeout is not None]
    return Said(_longest(locks), _longest(statements))


def _longest(seconds: list[float]) -> float | None:
    """Return the longest of times, of which 0 is without end."""
    return 0.0 if 0.0 in seconds else max(seconds, default=None)


@dataclass(frozen=True, slots=True)
class Asked:
    """A check of a down file, and its place."""

    check: Check
    place: str

    def ask(self, session: Session) -> None:
        """Ask it.  Raises CheckFailed."""
        try:
            ask(session, self.check)
        except ServerError as error:
            if session.dialect.passes(error):
                raise
            asserts = "asserts" if self.check.when is When.BEFORE else "ensures"
            raise CheckFailed(
                f"what a down file {asserts} is not so: {self.check.title}",
                where=self.place,
                hint="\n".join(filter(None, [error.message, error.hint])),
            ) from None


def checks(directory: Directory, versions: Iterable[str], dialect: Dialect) -> tuple[Asked, ...]:
    """Return the checks of the down files of these versions, in that order."""
    found: list[Asked] = []
    for version in versions:
        file = directory.down_of(version)
        if file is not None:
            place = str(directory.path / file.name)
            for check in read(file.text, dialect.scan_rules, place=place).checks:
                found.append(Asked(check, f"{place}:{position(file.text, check.statement.offset)}"))
    return tuple(found)


def planned_steps(directory: Directory, versions: Iterable[str], dialect: Dialect) -> tuple[Step, ...]:
    """Return the statements of the down files of these versions, in that order.

    A PRAGMA does nothing in a transaction, so it stands outside.  Raises ScanError and FileError.
    """
    steps: list[Step] = []
    for version in versions:
        file = directory.down_of(version)
        if file is None:
            continue
        cut = Cut.of_file(file, directory.path, dialect)
        steps += [
            Step(each.text, transactional=cut.together and each.keyword != "PRAGMA")
            for each in cut.statements
        ]
    return tuple(steps)
