"""``COPY … FROM stdin`` of PostgreSQL: the lines that follow it are data, not SQL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from migrate.sql.stops import fault
from migrate.sql.words import Words

if TYPE_CHECKING:
    from migrate.sql.rules import ScanRules

_REST_OF_LINE = re.compile(r"[ \t\f\v]*+(?:--[^\r\n]*+)?(?:\r?\n|\Z)")


def copy_data(text: str, start: int, end: int, rules: ScanRules) -> tuple[str | None, int]:
    """Return the data of the statement ``text[start:end]`` and where the text goes on.

    The data are the lines after that of the statement, up to a line ``\\.`` (which is not part of them);
    ``None`` if the statement is no COPY from stdin.
    """
    if not _reads_stdin(Words(text, start, rules)):
        return None, end
    line_end = _REST_OF_LINE.match(text, end)
    if line_end is None:
        raise fault(
            text,
            end,
            "COPY data begin on the next line, but this line goes on",
            "put what follows COPY … FROM stdin below the line \\. that ends its data",
        )
    first = at = line_end.end()
    while (at := text.find("\\.", at)) >= 0:
        after = at + 2
        if (at == first or text[at - 1] == "\n") and (
            after == len(text) or text.startswith(("\n", "\r\n"), after)
        ):
            return text[first:at], after
        at = after
    raise fault(text, start, "the data of COPY … FROM stdin never end", "end them with a line that holds \\.")


def _reads_stdin(words: Words) -> bool:
    if not words.take("COPY"):
        return False
    words.take("BINARY")
    words.take_name()
    words.take_parentheses()
    return words.take("FROM", "STDIN")
