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
from migrate.lint.standing import Standing
from migrate.schema.model import Ident
from migrate.sql.position import excerpt, position

ALL = ("postgres", "mysql", "mariadb", "sqlite")
POSTGRES = ("postgres",)
MYSQL = ("mysql", "mariadb")
SQLITE = ("sqlite",)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says of a statement, a file or a place; ``at`` is an offset in the statement's text."""

    on: Observed | ObservedFile | Place = field(repr=False)
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
        if isinstance(self.on, Place):
            return self.on
        if isinstance(self.on, ObservedFile):
            return Place(self.on.file)
        where = position(self.on.cut.text, self.on.statement.offset + self.at)
        return Place(self.on.file, self.on.index + 1, where.line, where.column)

    @property
    def excerpt(self) -> str:
        """Return the line where it stands and a caret below, ``""`` for what stands on no line."""
        if not isinstance(self.on, Observed):
            return ""
        return excerpt(self.on.cut.text, self.on.statement.offset + self.at)


Findings = Iterable[Finding]


class Scope(Enum):
    """What a rule looks at in one go."""

    STATEMENT = "statement"
    FILE = "file"
    DEPLOY = "deploy"
    STANDING = "standing"
    """What the files are to version control, and to the comments in them: it needs no database."""


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
    static: bool = False
    """Whether it looks at the text alone, and so needs no database."""

    @property
    def title(self) -> str:
        """Return the first sentence of the page."""
        return self.page.partition("\n\n")[0].replace("\n", " ")

    def judged(self, deploy: Deploy, dialect: str) -> Iterator[Diagnostic]:
        """Yield what it finds."""
        if dialect in self.dialects:
            for subject in _subjects(self.scope, deploy):
                for found in self.check(subject):
                    yield self.diagnostic(found)

    def of(self, standing: Standing) -> Iterator[Diagnostic]:
        """Yield what it finds in how the files stand, if that is what it looks at."""
        if self.scope is Scope.STANDING:
            for found in self.check(standing):
                yield self.diagnostic(found)

    def diagnostic(self, found: Finding) -> Diagnostic:
        """Return what is told of a finding."""
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
            found.excerpt,
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
    code: str, name: str, severity: Severity, *, dialects: tuple[str, ...] = ALL, static: bool = False
) -> Callable[[Callable[[Observed], Findings]], Rule]:
    """Make a rule of a function that looks at one statement; ``static`` if its text and place are enough."""
    return _made(code, name, severity, dialects, Scope.STATEMENT, static)


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


def standing_rule(
    code: str, name: str, severity: Severity
) -> Callable[[Callable[[Standing], Findings]], Rule]:
    """Make a rule of a function that looks at how the files stand."""
    return _made(code, name, severity, ALL, Scope.STANDING, True)


def _made(
    code: str, name: str, severity: Severity, dialects: tuple[str, ...], scope: Scope, static: bool = False
) -> Callable[[Callable[[Any], Findings]], Rule]:
    def make(check: Callable[[Any], Findings]) -> Rule:
        page = (sys.modules[check.__module__].__doc__ or "").strip()
        return Rule(code, name, severity, dialects, scope, check, page, static)

    return make
