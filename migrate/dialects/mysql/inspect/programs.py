"""From SHOW CREATE to triggers, procedures, functions, packages and events: their text as it was written.

SQL mode and time zone are noted where they are not the session's own.  The character set of the connection
that made a program is a client's habit and no part of the schema.  An event that says no STARTS begins when
it is made; that it did so is noted too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from migrate.dialects.base import Row
from migrate.dialects.mysql.events import STARTS_WHEN_MADE
from migrate.dialects.mysql.inspect.catalog import Catalog, unreadable
from migrate.dialects.mysql.text import quote
from migrate.errors import DatabaseError
from migrate.schema.model import Ident, Other, SchemaObject, Trigger

_QUOTED = r"(?:`(?:[^`]|``)*`|\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'|[\w$.%-]+)"
_DEFINER = re.compile(
    rf"(CREATE (?:OR REPLACE )?)(?:DEFINER ?= ?({_QUOTED})(?:@({_QUOTED}))? )?", re.IGNORECASE
)


def read(catalog: Catalog) -> Iterator[SchemaObject]:
    """Yield the programs of the database.  Raises DatabaseError for one whose body the user may not see."""
    for kind, group in groupby(catalog.programs, key=lambda each: each[0]):
        listed = list(group)
        shown = catalog.show_create(kind, (name for _, name, *_ in listed))
        for (_, name, table, timing, moment, _), row in zip(listed, shown, strict=True):
            definition, owner = _definition(kind, name, row)
            written = {"sql_mode": row[1]} | ({"time_zone": row[2]} if kind == "event" else {})
            options = {key: value for key, value in written.items() if value != catalog.setting(key)}
            if kind == "event" and timing:
                options[STARTS_WHEN_MADE] = "yes"
            if kind == "trigger":
                options |= {"timing": timing, "event": moment}
                yield Trigger(
                    name=name,
                    table=table,
                    definition=definition,
                    owner=owner,
                    options=tuple(sorted(options.items())),
                    depends=frozenset({Ident("table", "", table)}),
                )
            else:
                yield Other(
                    name=name,
                    variant=kind,
                    definition=definition,
                    drop=f"DROP {kind.upper()} {quote(name)}",
                    owner=owner,
                    options=tuple(sorted(options.items())),
                    depends=_package(kind, name),
                )


def _package(kind: str, name: str) -> frozenset[Ident]:
    return frozenset({Ident("package", "", name)}) if kind == "package body" else frozenset()


def _definition(kind: str, name: str, row: Row) -> tuple[str, str]:
    """Return the text without its definer, and the definer."""
    text = row[3] if kind == "event" else row[2]
    if text is None:
        raise DatabaseError(
            f"the user may not see the body of the {kind} {name}",
            hint="grant SHOW CREATE ROUTINE on it, or SELECT on mysql.proc",
        )
    match = _DEFINER.match(text)
    if match is None:
        raise unreadable(kind, name, text)
    user, host = (part and re.sub(r"^[`\"'](.*)[`\"']$", r"\1", part) for part in match.groups()[1:])
    return match[1] + text[match.end() :].rstrip("\n"), "@".join(part for part in (user, host) if part)
