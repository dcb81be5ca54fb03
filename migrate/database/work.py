"""What is to be run of one file, and what came of it: values between the verbs and the runner."""

from __future__ import annotations

from dataclasses import dataclass, field

from migrate.database.revision import Kind
from migrate.dialects.base import Limits
from migrate.directory.file import MigrationFile
from migrate.sql.directives import TxMode
from migrate.sql.reading import Check, When
from migrate.sql.statement import Statement


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
