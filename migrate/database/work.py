"""What is to be run of one file, and what came of it: values between the verbs and the runner."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from migrate.database.revision import Kind
from migrate.dialects.base import Limits
from migrate.sql.check import When

if TYPE_CHECKING:
    from migrate.database.recorder import Recorder
    from migrate.directory.file import MigrationFile
    from migrate.sql.check import Check
    from migrate.sql.statement import Statement
    from migrate.sql.txmode import TxMode


@dataclass(frozen=True, slots=True)
class Work:
    """A file in statements, of which those before ``start`` (from 0) are applied and recorded already."""

    file: MigrationFile
    text: str
    statements: tuple[Statement, ...]
    mode: TxMode
    kind: Kind = Kind.APPLIED
    start: int = 0
    place: str = ""
    limits: Limits = field(default_factory=Limits)
    checks: tuple[Check, ...] = ()

    def checks_at(self, when: When) -> tuple[Check, ...]:
        """Return the checks of a time; of a file that goes on, those before it were asked when it began."""
        if when is When.BEFORE and self.start:
            return ()
        return tuple(check for check in self.checks if check.when is when)

    @property
    def todo(self) -> tuple[Statement, ...]:
        """Return the statements that are to be run."""
        return self.statements[self.start :]


@dataclass(frozen=True, slots=True)
class Done:
    """A file that was applied: ``statements`` ran now, in ``milliseconds``."""

    version: str
    name: str
    statements: int
    milliseconds: int


class Keeper(Protocol):
    """Who saves what files destroy: called in the transaction of a file, or around it where there is none."""

    def concerns(self, work: Work) -> bool:
        """Return whether there is anything to do for a file."""
        ...

    def before(self, work: Work, recorder: Recorder) -> None:
        """Do what is to be done before its first statement.  Raises a told error, and the file is not run."""
        ...

    def after(self, work: Work, recorder: Recorder) -> None:
        """Do what is to be done after its last statement, before it is recorded as done."""
        ...
