"""The text of a file read whole: what its head says, its statements, and what is said to each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from migrate.errors import FileError, ScanError
from migrate.sql.directives import (
    FileDirectives,
    StatementDirectives,
    file_directives,
    statement_directives,
)
from migrate.sql.position import excerpt, position
from migrate.sql.scanner import scan

if TYPE_CHECKING:
    from migrate.sql.rules import ScanRules
    from migrate.sql.statement import Statement


class Reading(NamedTuple):
    """A file that is about to run: ``said`` are the directives of each of its statements."""

    directives: FileDirectives
    statements: tuple[Statement, ...]
    said: tuple[StatementDirectives, ...]


def read(text: str, rules: ScanRules, *, place: str) -> Reading:
    """Read a file that is to run; ``place`` is its path, for errors.

    Raises:
        FileError: a directive is wrong, stands where it speaks to nothing, or is one that we cannot keep: to
            run the file without its guard would be worse than not to run it.
        ScanError: the text cannot be cut into statements.
    """
    directives = file_directives(text, name=place)
    try:
        statements = scan(text, rules, delimiter=directives.delimiter)
    except ScanError as error:
        error.where = f"{place}:{error.where}" if error.where else place
        raise
    said = statement_directives(text, statements, rules, name=place)
    for statement, words in zip(statements, said, strict=True):
        if words.assertion is not None or words.ensurance is not None:
            hint = "take it out, and check by a statement that fails"
            raise _not_kept(text, statement.offset, "a check", hint, place)
    return Reading(directives, statements, said)


def _not_kept(text: str, offset: int, what: str, hint: str, place: str) -> FileError:
    return FileError(
        f"this version does not keep {what} that a directive asks for",
        where=f"{place}:{position(text, offset)}",
        hint=hint,
        excerpt=excerpt(text, offset),
    )
