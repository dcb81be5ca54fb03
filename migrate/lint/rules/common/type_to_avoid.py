"""A column gets a type that most people regret.

Sees: a new column, or one with a new type, whose type is in the list for its database: money, char(n), json,
timestamp and time with the wrong idea of zones on PostgreSQL; timestamp, float with digits and three-byte
UTF-8 on MySQL.

Hurts: what each does stands in its message.

Instead: the type that the message names.  `[lint.types]` in the configuration adds patterns of types with
what to say of them; an empty text takes one off the list.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from migrate.errors import ConfigError
from migrate.lint.diagnostic import Severity
from migrate.lint.facts import Observed
from migrate.lint.rule import Finding, Findings, rule
from migrate.lint.words import called, listed
from migrate.schema.changes import Add, Modify
from migrate.schema.model import Column, Table

_POSTGRES = {
    r"money": "its sign and digits are the server's locale: numeric",
    r"character\(\d+\)": "it pads with blanks and checks no length that matters: text or varchar",
    r"json": "it knows no equality and no index: jsonb",
    r"timestamp(\(\d\))? without time zone": "it is no moment but a reading of a clock: timestamptz",
    r"time(\(\d\))? with time zone": "a zone without a date has no meaning: time or timestamptz",
}
_MYSQL = {
    r"timestamp.*": "it ends in January 2038 and depends on the session's zone: datetime",
    r"(float|double)\(.*": "digits behind a float round without a word: decimal",
}
AVOIDED = {"postgres": _POSTGRES, "mysql": _MYSQL, "mariadb": _MYSQL, "sqlite": {}}


@rule("SC104", "type-to-avoid", Severity.INFO)
def check(observed: Observed) -> Findings:
    """Look for columns of such types."""
    patterns = AVOIDED[observed.dialect] | _configured(observed)
    found: dict[tuple[str, str], list[Column]] = defaultdict(list)
    for column in _typed(observed):
        for pattern, why in patterns.items():
            if why and re.fullmatch(pattern, column.type):
                found[column.type, why].append(column)
                break
        if (column.collation or "").startswith(("utf8mb3", "utf8_")):
            found["utf8mb3", "it takes no characters of four bytes, such as emoji: utf8mb4"].append(column)
    for (kind, why), columns in found.items():
        names = listed([called(each) for each in columns])
        are = "is" if len(columns) == 1 else "are"
        yield Finding(observed, f"{names} {are} {kind}: {why}", columns[0].ident.parent)


def _configured(observed: Observed) -> dict[str, str]:
    said = observed.options.get("types", {})
    if not isinstance(said, dict) or not all(isinstance(each, str) for each in said.values()):
        raise ConfigError("lint.types is a table: a pattern of types, and what to say of them")
    for pattern in said:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ConfigError(f"lint.types: {pattern!r} is no pattern: {error}") from None
    return dict(said)


def _typed(observed: Observed) -> Iterator[Column]:
    for change in observed.changes:
        match change:
            case Add(Table(columns=columns)):
                yield from columns
            case Add(Column() as column):
                yield column
            case Modify(Column() as old, Column() as new) if (old.type, old.collation) != (
                new.type,
                new.collation,
            ):
                yield new
