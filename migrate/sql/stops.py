"""What a leap stops at: dollar quotes, deeply nested comments, and what can only be refused."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from migrate.errors import ScanError
from migrate.sql.position import excerpt, position
from migrate.sql.tokens import DOLLAR_QUOTE

if TYPE_CHECKING:
    from migrate.sql.rules import ScanRules

_COMMENT_ENDS = re.compile(r"/\*|\*/")
_META_COMMAND = re.compile(r"\\(?:[A-Za-z_]+|[^\s\w]?)")

_CLOSED_BY = {
    "'": ("string", "'"),
    '"': ("quoted name", '"'),
    "`": ("quoted name", "`"),
    "[": ("quoted name", "]"),
}


def fault(text: str, offset: int, message: str, hint: str) -> ScanError:
    """Return the error for ``text[offset]``, with its place as ``line:column`` and its line."""
    return ScanError(message, where=str(position(text, offset)), hint=hint, excerpt=excerpt(text, offset))


def skip(text: str, at: int, rules: ScanRules) -> int:
    """Return the offset behind what begins at ``at``, where a leap has stopped.

    Raises:
        ScanError: it is never closed, or it is a command of psql.
    """
    if text.startswith("/*", at):
        return _comment_end(text, at, rules)
    if rules.dollar_quotes and (quote := DOLLAR_QUOTE.match(text, at)):
        closing = text.find(quote[0], quote.end())
        if closing < 0:
            raise fault(text, at, f"the dollar quote {quote[0]} is never closed", f"close it with {quote[0]}")
        return closing + len(quote[0])
    if text[at] == "\\" and (command := _META_COMMAND.match(text, at)):
        raise _meta_command(text, at, command[0])
    kind, closing_quote = _CLOSED_BY[text[at]]
    if text[at] == '"' and rules.backslash_escapes:
        kind = "string"
    raise fault(text, at, f"a {kind} is never closed", f"close it with {closing_quote}")


def stop(text: str, at: int, leap: re.Pattern[str], rules: ScanRules) -> int:
    """Return where a leap that leaves dollar quotes and comments behind stops: at what it was made for, or
    at the end of the text."""
    while True:
        at = leap.match(text, at).end()  # type: ignore[union-attr]
        if at == len(text) or text[at] in ";()" or text[at].isalpha():
            return at
        at = skip(text, at, rules)


def _comment_end(text: str, at: int, rules: ScanRules) -> int:
    depth = 0
    if rules.nested_comments:
        for end in _COMMENT_ENDS.finditer(text, at):
            depth += 1 if end[0] == "/*" else -1
            if not depth:
                return end.end()
    hint = "close it with */"
    if depth > 1:
        hint = f"close it with */; comments nest, and {depth} are open at the end"
    elif rules.conditional_comments and text.startswith(("/*!", "/*M!"), at):
        hint = "close it with */; quotes inside it must be closed as well, for the server reads it as SQL"
    raise fault(text, at, "a comment is never closed", hint)


def _meta_command(text: str, at: int, command: str) -> ScanError:
    if command in ("\\restrict", "\\unrestrict"):
        hint = "remove the line: pg_dump writes it for psql alone"
    elif command in ("\\g", "\\gx", "\\gset", "\\gexec"):
        hint = "end the statement with ; instead"
    elif command == "\\.":
        hint = "it ends COPY data, and there is no COPY … FROM stdin before it"
    else:
        hint = "write SQL instead: a migration runs without psql"
    return fault(text, at, f"{command} is a command of psql, not SQL", hint)
