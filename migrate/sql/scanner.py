"""Cut text into statements as the server's own client would, in one pass and keeping every position."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.sql.bodies import body_end
from migrate.sql.copying import copy_data
from migrate.sql.position import BOM
from migrate.sql.rules import ScanRules
from migrate.sql.statement import Statement
from migrate.sql.stops import fault, skip
from migrate.sql.tokens import BLANKS, Tokens, tokens

_DELIMITER = re.compile(r"(?i:delimiter)(?=[ \t\r\n]|\Z)[ \t]*+([^\n]*+)")
_LATE_DELIMITER = re.compile(r"(?im)^[ \t]*+delimiter[ \t]++[^\w\s,()=.'\"`]++[ \t]*+\r?$")
_QUOTED = re.compile(r"""'([^']+)'|"([^"]+)"|`([^`]+)`|(\S+)""")


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
        piece = text[start:end].rstrip(BLANKS)
        if commanded:
            _refuse_late_delimiter(text, start, end, known)
        comments = text[after:start]
        if comments.isspace():
            comments = ""
        data = None
        ended = known.delimiter.match(text, end)
        at = ended.end() if ended else end
        if rules.copy_data and piece[:4].upper() == "COPY":
            data, at = copy_data(text, start, at, rules)
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


def _delimiter_of(text: str, command: re.Match[str]) -> str:
    argument = _QUOTED.match(command[1].strip())
    if argument is None:
        raise fault(text, command.start(), "DELIMITER without a delimiter", "write it as in `DELIMITER //`")
    found: str = argument[argument.lastindex or 0]
    if "\\" in found:
        raise fault(
            text, command.start(1), "a delimiter cannot hold a backslash", "choose another, such as //"
        )
    return found


def _refuse_late_delimiter(text: str, start: int, end: int, known: Tokens) -> None:
    """Refuse a DELIMITER line inside a statement, where the client takes it for the statement's text."""
    for line in _LATE_DELIMITER.finditer(text, start, end):
        before = known.plain.match(text, start, line.start())
        if before and before.end() == line.start():
            raise fault(
                text,
                line.start(),
                "DELIMITER inside a statement",
                "end the statement before it with the delimiter that is in force",
            )
