"""How many files one transaction holds."""

from __future__ import annotations

from enum import StrEnum


class TxMode(StrEnum):
    """How many files one transaction holds; a file may choose ``FILE`` or ``NONE`` for itself."""

    FILE = "file"
    ALL = "all"
    NONE = "none"
