"""Colour for terminals, and nothing for everybody else."""

from __future__ import annotations

from collections.abc import Callable

Paint = Callable[[str, str], str]
"""Takes a text and what it is (``error``, ``warning``, ``info``, ``place``, ``quiet``), and paints it."""

_CODES = {"error": "1;31", "warning": "1;33", "info": "1;36", "place": "1", "quiet": "2"}


def plain(text: str, kind: str) -> str:
    """Return the text as it is."""
    return text


def ansi(text: str, kind: str) -> str:
    """Return the text between the codes that terminals read."""
    return f"\x1b[{_CODES[kind]}m{text}\x1b[0m"
