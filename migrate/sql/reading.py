"""The text of a file read whole: what its head says, its statements, its checks, and what is said to each.

A check is a question to the live database.  ``-- migrate:assert`` stands above one that must be answered with
true before the first statement runs, ``-- migrate:ensure`` above one that must be after the last; so asserts
come first in a file and ensures last.  The words behind the directive say what is asserted::

    -- migrate:assert no order is without a customer
    SELECT count(*) = 0 FROM orders WHERE customer_id IS NULL;

On a dev database, which holds no rows, checks are not asked.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from migrate.errors import FileError, ScanError
from migrate.sql.check import Check, When
from migrate.sql.directives import (
    FileDirectives,
    StatementDirectives,
    file_directives,
    statement_directives,
)
from migrate.sql.position import excerpt, position
from migrate.sql.scanner import scan
from migrate.sql.tokens import quoted_or_comment
from migrate.sql.transaction import enclosing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from migrate.sql.rules import ScanRules
    from migrate.sql.statement import Statement

_ASKS = frozenset({"SELECT", "WITH", "VALUES", "TABLE"})
_CHANGES = re.compile(
    r"\b(?:INTO|INSERT|UPDATE|DELETE|MERGE|REPLACE\s+INTO|TRUNCATE|FOR\s+(?:NO\s+KEY\s+)?UPDATE|LOCK\s+IN)\b",
    re.IGNORECASE,
)


class Reading(NamedTuple):
    """A file that is about to run: ``said`` are the directives of each of its statements.

    ``checks`` are in the order in which they are asked, and none of them is among the statements.
    """

    directives: FileDirectives
    statements: tuple[Statement, ...]
    said: tuple[StatementDirectives, ...]
    checks: tuple[Check, ...] = ()

    def in_ours(self, rules: ScanRules) -> Reading:
        """Return what is to run in a transaction of ours: without a BEGIN and COMMIT around all of it."""
        found = enclosing(self.statements, rules)
        if found is None:
            return self
        first, last = found
        inside = [index for index in range(len(self.statements)) if index not in (first, last)]
        return self._replace(
            statements=tuple(self.statements[index] for index in inside),
            said=tuple(self.said[index] for index in inside),
        )


def read(text: str, rules: ScanRules, *, place: str, checks: str = "") -> Reading:
    """Read a file that is to run; ``place`` is its path, for errors.

    ``checks`` is a text of which each statement is asserted before, as archives have it; its places are those
    of the file.

    Raises:
        FileError: a directive is wrong or stands where it speaks to nothing; a check is no question or stands
            in the midst of the statements.
        ScanError: the text cannot be cut into statements.
    """
    directives = file_directives(text, name=place)
    statements = _scanned(text, rules, directives.delimiter, place)
    said = statement_directives(text, statements, rules, name=place)
    asked = [*_asserted(checks, rules, place), *_checks(text, statements, said, rules, place)]
    if not asked:
        return Reading(directives, statements, said)
    own = {check.statement.offset for check in asked}
    body = [
        (statement, words)
        for statement, words in zip(statements, said, strict=True)
        if statement.offset not in own or (words.assertion is None and words.ensurance is None)
    ]
    return Reading(
        directives,
        tuple(statement for statement, _ in body),
        tuple(words for _, words in body),
        tuple(asked),
    )


def _scanned(text: str, rules: ScanRules, delimiter: str | None, place: str) -> tuple[Statement, ...]:
    try:
        return scan(text, rules, delimiter=delimiter)
    except ScanError as error:
        error.where = f"{place}:{error.where}" if error.where else place
        raise


def _asserted(text: str, rules: ScanRules, place: str) -> list[Check]:
    """Return the checks of a text in which each statement is one."""
    if not text.strip():
        return []
    statements = _scanned(text, rules, None, place)
    said = statement_directives(text, statements, rules, name=place)
    for statement, words in zip(statements, said, strict=True):
        if words.ensurance is not None or (words.assertion or "").split()[:1] == ["oneof"]:
            what = "ensure" if words.ensurance is not None else "oneof"
            hint = "write one question with OR" if what == "oneof" else "put it behind the statements"
            raise _wrong(text, statement.offset, f"{what} is not read among the checks", hint, place)
        _must_ask(text, statement, rules, place)
    pairs = zip(statements, said, strict=True)
    return [Check(When.BEFORE, statement, words.assertion or "") for statement, words in pairs]


def _checks(
    text: str,
    statements: Sequence[Statement],
    said: Sequence[StatementDirectives],
    rules: ScanRules,
    place: str,
) -> list[Check]:
    """Return the checks among the statements of a file."""
    found = []
    began = ended = False
    for statement, words in zip(statements, said, strict=True):
        if words.assertion is None and words.ensurance is None:
            began = True
            if ended:
                hint = "put what is ensured behind the last statement"
                raise _wrong(text, statement.offset, "a statement stands behind an ensure", hint, place)
            continue
        if words.assertion is not None and words.ensurance is not None:
            hint = "write it twice, before and behind the statements"
            raise _wrong(text, statement.offset, "a check is an assert or an ensure", hint, place)
        _must_ask(text, statement, rules, place)
        if words.ensurance is not None:
            ended = True
            found.append(Check(When.AFTER, statement, words.ensurance))
            continue
        if began or ended:
            hint = "put it before the first statement, or say `ensure` behind the last"
            raise _wrong(text, statement.offset, "an assert stands behind a statement", hint, place)
        found.append(Check(When.BEFORE, statement, words.assertion or ""))
    return found


def _must_ask(text: str, statement: Statement, rules: ScanRules, place: str) -> None:
    """Refuse what may do something: a check only looks."""
    bare = quoted_or_comment(rules).sub(" ", statement.text)
    keyword = bare.lstrip("( \t\r\n").partition(" ")[0] if statement.text.startswith("(") else ""
    asks = (statement.keyword or keyword.upper()) in _ASKS
    if not asks or _CHANGES.search(bare):
        hint = "write one SELECT that gives one value: true or false, 1 or 0"
        raise _wrong(text, statement.offset, "a check must be a question", hint, place)


def _wrong(text: str, offset: int, message: str, hint: str, place: str) -> FileError:
    where = f"{place}:{position(text, offset)}"
    return FileError(message, where=where, hint=hint, excerpt=excerpt(text, offset))
