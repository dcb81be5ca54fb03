"""Where an offset of a text stands: line, column, and the line itself with a caret below."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

WIDTH = 100
"""Columns of an excerpt; a longer line is clipped around its caret."""

BOM = "\ufeff"


class Position(NamedTuple):
    """A line and a column, both counted from 1; the column counts characters, a tab is one."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"


def position(text: str, offset: int) -> Position:
    """Return the place of ``text[offset]``.

    Lines end at ``\\n``, so the ``\\r`` of ``\\r\\n`` is the last character of its line.  A byte-order mark
    is not counted.
    """
    start = text.rfind("\n", 0, offset) + 1
    column = offset - start + 1
    if start == 0 and offset and text.startswith(BOM):
        column -= 1
    return Position(text.count("\n", 0, offset) + 1, column)


def excerpt(text: str, offset: int) -> str:
    """Return the line of ``text[offset]`` and a second line with a caret below that character.

    Tabs stay tabs on both lines and wide characters take two columns, so the caret stands right.
    """
    start = text.rfind("\n", 0, offset) + 1
    if text.startswith(BOM, start):
        start += 1
    end = text.find("\n", offset)
    end = len(text) if end < 0 else end
    offset = max(start, min(offset, end))

    head, tail = "", ""
    if end - start > WIDTH:
        if offset - start > WIDTH * 2 // 3:
            start, head = offset - WIDTH // 2, "…"
        if end - start > WIDTH:
            end, tail = start + WIDTH, "…"
    line = text[start:end].rstrip("\r")
    below = "".join(_blank(character) for character in head + text[start:offset])
    return f"{head}{_plain(line)}{tail}\n{below}^"


def _plain(line: str) -> str:
    """Replace what would move the cursor or colour the terminal."""
    return "".join(c if c == "\t" or c.isprintable() else "�" for c in line)


def _blank(character: str) -> str:
    if character == "\t":
        return "\t"
    if unicodedata.combining(character):
        return ""
    return "  " if unicodedata.east_asian_width(character) in "WF" else " "
