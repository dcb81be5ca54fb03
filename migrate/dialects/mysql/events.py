"""Events that begin when they are made."""

from __future__ import annotations

import re

from migrate.schema.model import Other

STARTS_WHEN_MADE = "starts_when_made"
_STARTS = re.compile(r" STARTS '[^']*'")


def lasting(program: Other) -> str:
    """Return a definition without what the moment of its making put in: the STARTS of an event."""
    if program.option(STARTS_WHEN_MADE) is None:
        return program.definition
    return _STARTS.sub("", program.definition, count=1)
