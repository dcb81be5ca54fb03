"""The tokens of SQLite's DDL and the normal form under which quoting, letter case and blanks are nothing.

Rules: https://www.sqlite.org/lang_keywords.html (four ways to quote), ``tokenize.c`` of SQLite.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(
    r"""
    (?:--[^\n]*+|/\*.*?(?:\*/|\Z)|[ \t\n\f\r]++|(?!))*+
    (?:(?P<string>'(?:[^']|'')*')
    |(?P<quoted>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])
    |(?P<word>[^\W\d][\w$]*)
    |(?P<number>\d[\w.]*|\.\d\w*)
    |(?P<sign>->>|->|\|\||<<|>>|<=|>=|<>|==|!=|.)
    |\Z)
    """,
    re.VERBOSE | re.DOTALL,
)
_PLAIN = re.compile(r"[^\W\d][\w$]*")
_NO_BLANK_BEFORE = frozenset("),.;")
_NO_BLANK_AFTER = frozenset("(.")
_CAPITALS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")

_new = tuple.__new__  # a third faster than Token(…), of which a big schema has a million


class Token(NamedTuple):
    """One token of a text: what it is, its own characters, and where it stands in the text."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def name(self) -> str:
        """Return what it names: without quotes, in the author's letters."""
        if self.kind not in ("quoted", "string"):
            return self.text
        mark = self.text[-1]
        return self.text[1:-1].replace(mark * 2, mark) if mark != "]" else self.text[1:-1]

    @property
    def keyword(self) -> str:
        """Return the word in lower case; ``""`` for what cannot be a keyword."""
        return folded(self.text) if self.kind == "word" else ""

    @property
    def normal(self) -> str:
        """Return it as it counts in a comparison."""
        match self.kind:
            case "string":
                return self.text
            case "quoted":
                name = folded(self.name)
                return name if _PLAIN.fullmatch(name) else quoted(name)
            case _:
                return folded(self.text)


def tokens(sql: str) -> tuple[Token, ...]:
    """Return the tokens of a text, without blanks and comments."""
    return tuple(
        [
            _new(Token, (kind, match[kind], match.start(kind), match.end()))
            for match in _TOKEN.finditer(sql)
            if (kind := match.lastgroup)
        ]
    )


def normal(sql: str | Iterable[Token]) -> str:
    """Return the normal form of a text: two texts mean the same if theirs is equal.

    ``DEFAULT "Some Text"`` is a string to SQLite, whatever its quotes: there the letters count.
    """
    parts: list[str] = []
    before = ""
    for token in tokens(sql) if isinstance(sql, str) else sql:
        text = token.normal
        if before == "default" and token.kind == "quoted":
            text = quoted(token.name)
        glued = text in _NO_BLANK_BEFORE or before in _NO_BLANK_AFTER or not before
        if not glued and not (text == "(" and _PLAIN.fullmatch(before)):
            parts.append(" ")
        parts.append(text)
        before = text
    return "".join(parts)


@lru_cache(maxsize=1 << 14)
def folded(name: str) -> str:
    """Return a name as SQLite compares it: only the letters of ASCII have no case."""
    return name.translate(_CAPITALS)


def quoted(name: str) -> str:
    """Return a name in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return a text as a string of SQL."""
    return "'" + text.replace("'", "''") + "'"
