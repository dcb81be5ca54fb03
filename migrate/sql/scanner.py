"""Cut text into statements as the server's own client would, in one pass and keeping every position."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from migrate.sql.bodies import body_end
from migrate.sql.copying import copy_data
from migrate.sql.position import BOM
from migrate.sql.statement import Statement
from migrate.sql.stops import fault, skip, stop
from migrate.sql.tokens import BLANKS, Tokens, leap, quoted_or_comment, tokens

if TYPE_CHECKING:
    from migrate.sql.rules import ScanRules

_DELIMITER = re.compile(r"delimiter(?![^ \t\r\n])[ \t]*+([^\r\n]*+)", re.IGNORECASE)
_ARGUMENT = re.compile(r"(?:'([^']+)'|\"([^\"]+)\"|`([^`]+)`|(\S+))\s*+(?:#|--|/\*|\Z)")
_LATE_DELIMITER = re.compile(
    r"^[ \t]*+(?P<late>delimiter)[ \t]++[^\w\s,()=.'\"`]++[ \t]*+\r?$", re.IGNORECASE | re.MULTILINE
)


def scan(text: str, rules: ScanRules, *, delimiter: str | None = None) -> tuple[Statement, ...]:
    """Return the statements of a text; empty ones are dropped.

    ``delimiter`` takes the place of ``;`` and is then the only thing that ends a statement: bodies need no
    care.  The last statement may do without.  Offsets count from the start of ``text``, a byte-order mark
    included.

    Raises:
        ScanError: a quote, comment, body or parenthesis is never closed, or a line is a client's command;
            its ``where`` is ``line:column``.
    """
    return tuple(iterate(text, rules, delimiter=delimiter))


def iterate(text: str, rules: ScanRules, *, delimiter: str | None = None) -> Iterator[Statement]:
    """Yield what :func:`scan` returns, one statement at a time."""
    nul = text.find("\0")
    if nul >= 0:
        raise fault(text, nul, "a NUL character", "save the file as UTF-8 text")
    delimiter = delimiter or ";"
    known = tokens(rules, delimiter)
    commanded = False
    after = at = 1 if text.startswith(BOM) else 0
    while True:
        data = None
        if simple := known.simple.match(text, at):
            start, end = simple.span("text")
            at = simple.end()
        else:
            start = _gap_end(text, at, known, rules)
            if start == len(text):
                return
            if ended := known.delimiter.match(text, start):
                at = after = ended.end()
                continue
            if rules.delimiter_command and (command := _DELIMITER.match(text, start)):
                delimiter = _delimiter_of(text, command)
                known, commanded = tokens(rules, delimiter), True
                at = command.end()
                if not text[after:start].strip(BLANKS):
                    after = at
                continue
            # With a delimiter of its own a file says where its bodies end.
            body = start if delimiter != ";" else body_end(text, start, rules)
            end = _delimiter_at(text, body, known, rules)
            ended = known.delimiter.match(text, end)
            at = ended.end() if ended else end
            if rules.copy_data:
                data, at = copy_data(text, start, at, rules)
        piece = text[start:end].rstrip(BLANKS)
        if piece.count("(") > piece.count(")"):  # the server finds the few that this misses
            _refuse_open_parenthesis(text, start, end, rules)
        if commanded:
            _refuse_late_delimiter(text, start, end, rules)
        comments = text[after:start]
        if comments.isspace():
            comments = ""
        after = at
        yield Statement(piece, start, comments, data)


def _gap_end(text: str, at: int, known: Tokens, rules: ScanRules) -> int:
    """Return where the blanks and comments that begin at ``at`` end."""
    while True:
        gap = known.gap.match(text, at)
        at = gap.end() if gap else at
        if rules.nested_comments and text.startswith("/*", at):
            at = skip(text, at, rules)
        elif rules.dash_needs_blank and text.startswith("--", at):
            # Where a statement may begin, the client takes `--x` for a comment as well.
            line_end = text.find("\n", at)
            at = len(text) if line_end < 0 else line_end
        else:
            return at


def _delimiter_at(text: str, at: int, known: Tokens, rules: ScanRules) -> int:
    """Return where the next delimiter begins, or where the text ends."""
    while True:
        leap = known.plain.match(text, at)
        at = leap.end() if leap else at
        if at == len(text) or known.delimiter.match(text, at):
            return at
        at = skip(text, at, rules)


def _refuse_open_parenthesis(text: str, start: int, end: int, rules: ScanRules) -> None:
    """Refuse a statement whose delimiter stands in parentheses; quotes and comments hold any number of them.

    What a conditional comment opens and closes depends on the server's version, so it is left to the server.
    """
    parentheses = leap(rules, signs="()")
    opened: list[int] = []
    at = start
    while (at := stop(text, at, parentheses, rules)) < end:
        if text[at] == "(":
            opened.append(at)
        elif text[at] == ")" and opened:
            opened.pop()
        at += 1
    if opened and "/*!" not in text[start:end] and "/*M!" not in text[start:end]:
        raise fault(text, opened[-1], "a parenthesis is never closed", "close it with )")


def _delimiter_of(text: str, command: re.Match[str]) -> str:
    """Return what a DELIMITER line makes the delimiter."""
    if not command[1].strip():
        raise fault(text, command.start(), "DELIMITER without a delimiter", "write it as in `DELIMITER //`")
    argument = _ARGUMENT.match(command[1])
    if argument is None:
        raise fault(
            text,
            command.start(1),
            "the client would pass over what follows the delimiter on its line",
            "put what follows the delimiter on the next line",
        )
    delimiter: str = argument[argument.lastindex or 0]
    if "\\" in delimiter:
        raise fault(text, command.start(1), "a delimiter cannot hold a backslash", "choose another, as //")
    return delimiter


def _refuse_late_delimiter(text: str, start: int, end: int, rules: ScanRules) -> None:
    """Refuse a DELIMITER line inside a statement, where the client takes it for the statement's text."""
    if not _LATE_DELIMITER.search(text, start, end):
        return
    late = re.compile(
        f"{quoted_or_comment(rules).pattern}|{_LATE_DELIMITER.pattern}",
        re.DOTALL | re.IGNORECASE | re.MULTILINE,
    )
    for found in late.finditer(text, start, end):
        if found["late"]:
            raise fault(
                text,
                found.start(),
                "DELIMITER inside a statement",
                "end the statement before it with the delimiter that is in force",
            )
