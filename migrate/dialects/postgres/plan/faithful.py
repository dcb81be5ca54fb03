"""Definitions written so that the server prints them again as it printed them."""

from __future__ import annotations

import re

# A varchar column IN ('a', 'b') is printed with a cast of the whole array to text[].  Read again, that cast
# goes into the elements and prints differently; without it the server adds it by itself.
_VARCHARS = re.compile(
    r"\((ARRAY\['(?:[^']|'')*'::character varying(?:, '(?:[^']|'')*'::character varying)*\])\)::text\[\]"
)


def faithful(sql: str) -> str:
    """Return a definition in a form that is read as the same expression it was printed from."""
    return _VARCHARS.sub(r"\1", sql) if "::text[]" in sql else sql
