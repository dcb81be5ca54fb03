"""The server's normal form of SQL text: names, strings, and the pieces of a definition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

NAME = r"`(?:[^`]|``)*`"
NAMES = rf"(?:{NAME}|[, ])*"
STRING = r"'(?:[^'\\]|''|\\.)*'"
_PIECE = re.compile(rf'{NAME}|{STRING}|"(?:[^"\\]|""|\\.)*"|[\w$]+|\s+|.', re.DOTALL)
_NAME = re.compile(NAME)
_ENCLOSED = re.compile(r"\((?:[^()'\"`]++|`[^`]*+`|(?!))*+\)")  # what most parentheses hold: names and commas
_ESCAPES = {"0": "\0", "n": "\n", "r": "\r", "t": "\t", "b": "\b", "Z": "\x1a"}
_ESCAPE = re.compile(r"\\(.)|''", re.DOTALL)


def quote(name: str) -> str:
    """Return a name in backticks."""
    return "`" + name.replace("`", "``") + "`"


def unquote(name: str) -> str:
    """Return the name that stands in backticks; another text as it is."""
    return name[1:-1].replace("``", "`") if name.startswith("`") else name


def names(text: str) -> tuple[str, ...]:
    """Return all names in backticks, in order."""
    return tuple(unquote(each) for each in _NAME.findall(text))


def name_list(names: Iterable[str]) -> str:
    """Return names in backticks with commas between."""
    return ",".join(quote(name) for name in names)


def literal(text: str) -> str:
    """Return a string literal, written as the server writes it."""
    for plain, escaped in (("\\", "\\\\"), ("'", "''"), ("\0", "\\0"), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(plain, escaped)
    return f"'{text}'"


def unliteral(text: str) -> str:
    """Return what a string literal says."""
    return _ESCAPE.sub(lambda match: _ESCAPES.get(match[1], match[1]) if match[1] else "'", text[1:-1])


def pieces(text: str) -> Iterator[str]:
    """Yield the names, strings, words, blanks and signs of a text; together they are the text."""
    return (match[0] for match in _PIECE.finditer(text))


def enclosed(text: str, start: int) -> int:
    """Return the end of what the parenthesis at ``start`` opens, its closing one included."""
    if plain := _ENCLOSED.match(text, start):
        return plain.end()
    depth = 0
    for match in _PIECE.finditer(text, start):
        depth += (match[0] == "(") - (match[0] == ")")
        if depth == 0:
            return match.end()
    return len(text)


def split(text: str) -> tuple[str, ...]:
    """Return what stands between the commas outside parentheses, names and strings."""
    parts, depth = [""], 0
    for piece in pieces(text):
        depth += (piece == "(") - (piece == ")")
        if piece == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += piece
    return tuple(part.strip() for part in parts)


def unqualified(text: str, database: str) -> str:
    """Return the text with the objects of one database named without it.

    Two-part names stay where something in the text has the database's name itself: they may be columns of it.
    """
    name = quote(database)
    if name not in text:
        return text
    parts = list(pieces(text))
    following = [*parts[1:], ""]
    ambiguous = any(part == name and after != "." for part, after in zip(parts, following, strict=True))
    result: list[str] = []
    skip = False
    for place, part in enumerate(parts):
        if skip:
            skip = False
            continue
        if part == name and following[place] == "." and (not result or result[-1] != "."):
            tail = parts[place + 3 : place + 4]
            if not ambiguous or tail in (["."], ["("]):
                skip = True
                continue
        result.append(part)
    return "".join(result)
