"""One statement of a file: its text, where it stands, and what the server must be given with it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as the server is to see it.

    ``text`` begins at the first character that is neither blank nor comment and has no delimiter at its
    end; comments inside stay.  ``offset`` counts characters (not bytes) from the start of the scanned text.
    ``comments`` is the text between the statement before and this one, if there is more than blanks, so it
    ends where ``offset`` is; a comment behind the statement before, on its line, is part of it as well.
    ``data`` is what follows a ``COPY … FROM stdin`` (without the ``\\.`` line), else ``None``.
    """

    text: str
    offset: int
    comments: str = ""
    data: str | None = None

    @property
    def keyword(self) -> str:
        """Return the first word in capitals, ``""`` if the statement does not begin with one."""
        word = _WORD.match(self.text)
        return word[0].upper() if word else ""
