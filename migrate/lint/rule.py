"""What a rule is: a function over what was seen, its code, and the page that is its module's docstring."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from migrate.dialects.observing import Lock
from migrate.lint.diagnostic import Diagnostic, Fix, Place, Severity
from migrate.lint.facts import Deploy, Observed, ObservedFile
from migrate.schema.model import Ident
from migrate.sql.position import position

ALL = ("postgres", "mysql", "mariadb", "sqlite")
POSTGRES = ("postgres",)
MYSQL = ("mysql", "mariadb")
SQLITE = ("sqlite",)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of a statement, or of a whole file; ``at`` is an offset in the statement's text."""

    on: Observed | ObservedFile = field(repr=False)
    message: str
    table: Ident | None = None
    lock: Lock | None = None
    instead: tuple[str, ...] = ()
    fix: Fix | None = None
    at: int = 0
    severity: Severity | None = None
    """Where it is another one than the rule's."""

    @property
    def place(self) -> Place:
        """Return where it stands."""
        if isinstance(self.on, ObservedFile):
            return Place(self.on.file)
        where = position(self.on.cut.text, self.on.statement.offset + self.at)
        return Place(self.on.file, self.on.index + 1, where.line, where.column)


Findings = Iterable[Finding]


class Scope(Enum):
    """What a rule looks at in one go."""

    STATEMENT = "statement"
    FILE = "file"
    DEPLOY = "deploy"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule; ``page`` says what it sees, why that hurts, and what to write instead."""

    code: str
    name: str
    severity: Severity
    dialects: tuple[str, ...]
    scope: Scope
    check: Callable[[Any], Findings] = field(repr=False)
    page: str = field(repr=False)

    @property
    def title(self) -> str:
        """Return the first sentence of the page."""
        return self.page.partition("\n\n")[0].replace("\n", " ")

    def judged(self, deploy: Deploy, dialect: str) -> Iterator[Diagnostic]:
        """Yield what it finds."""
        if dialect in self.dialects:
            for subject in _subjects(self.scope, deploy):
                for found in self.check(subject):
                    yield self._diagnostic(found)

    def _diagnostic(self, found: Finding) -> Diagnostic:
        return Diagnostic(
            self.code,
            self.name,
            found.severity or self.severity,
            found.message,
            found.place,
            found.table,
            found.lock,
            found.instead,
            found.fix,
        )


def _subjects(scope: Scope, deploy: Deploy) -> Iterator[Observed | ObservedFile | Deploy]:
    match scope:
        case Scope.STATEMENT:
            for file in deploy:
                yield from file.statements
        case Scope.FILE:
            yield from deploy
        case Scope.DEPLOY:
            yield deploy


def rule(
    code: str, name: str, severity: Severity, *, dialects: tuple[str, ...] = ALL
) -> Callable[[Callable[[Observed], Findings]], Rule]:
    """Make a rule of a function that looks at one statement."""
    return _made(code, name, severity, dialects, Scope.STATEMENT)


def file_rule(
    code: str, name: str, severity: Severity, *, dialects: tuple[str, ...] = ALL
) -> Callable[[Callable[[ObservedFile], Findings]], Rule]:
    """Make a rule of a function that looks at one file."""
    return _made(code, name, severity, dialects, Scope.FILE)


def deploy_rule(
    code: str, name: str, severity: Severity, *, dialects: tuple[str, ...] = ALL
) -> Callable[[Callable[[Deploy], Findings]], Rule]:
    """Make a rule of a function that looks at all files together."""
    return _made(code, name, severity, dialects, Scope.DEPLOY)


def _made(
    code: str, name: str, severity: Severity, dialects: tuple[str, ...], scope: Scope
) -> Callable[[Callable[[Any], Findings]], Rule]:
    def make(check: Callable[[Any], Findings]) -> Rule:
        page = (sys.modules[check.__module__].__doc__ or "").strip()
        return Rule(code, name, severity, dialects, scope, check, page)

    return make
