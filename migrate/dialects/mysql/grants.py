"""What a user's grants let him see of a database: the rest the server leaves out without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fnmatch import translate

from migrate.dialects.base import Session
from migrate.dialects.mysql.text import unquote

_GRANT = re.compile(r"GRANT (.+?) ON (\*|`(?:[^`]|``)+`|\"[^\"]+\")\.\* TO ", re.I)
_SIGHT: Mapping[str, frozenset[str]] = {
    "trigger": frozenset({"TRIGGER"}),
    "event": frozenset({"EVENT"}),
    "procedure": frozenset({"SHOW CREATE ROUTINE", "ALTER ROUTINE", "CREATE ROUTINE", "EXECUTE"}),
}
_LIKE = {"procedure": ("procedure", "function", "package", "package body")}


def hidden(session: Session) -> Mapping[str, str]:
    """Return the kinds of objects that the user does not see, and the privilege that would show each."""
    held = set(_held(session))
    if "ALL PRIVILEGES" in held:
        return {}
    return {
        kind: sorted(shown_by)[-1]
        for first, shown_by in _SIGHT.items()
        if not held & shown_by
        for kind in _LIKE.get(first, (first,))
    }


def _held(session: Session) -> Iterator[str]:
    """Yield the privileges on all of the session's database, those of its roles included."""
    for (line,) in session.query("show grants"):
        match = _GRANT.match(str(line))
        if match and (match[2] == "*" or _covers(unquote(match[2]), session.facts.database)):
            yield from (each.strip().upper() for each in match[1].split(","))


def _covers(pattern: str, database: str) -> bool:
    """Return whether the name of a grant, in which ``%`` and ``_`` are wild unless escaped, is a database."""
    parts = re.findall(r"\\.|.", pattern, re.S)
    text = "".join(
        {"%": "*", "_": "?"}.get(part) or re.sub(r"([*?\[])", r"[\1]", part.removeprefix("\\"))
        for part in parts
    )
    return re.match(translate(text), database) is not None
