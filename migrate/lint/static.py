"""Looks at files without a database: their text, and the names of the tables that files create."""

from __future__ import annotations

import re
from collections.abc import Iterable

from migrate.lint.facts import Observed, ObservedFile
from migrate.lint.observe import Watched
from migrate.lint.select import Selection
from migrate.lint.text import rules_of
from migrate.schema.model import Ident, Schema, Table
from migrate.sources.run import Cut
from migrate.sql.directives import StatementDirectives
from migrate.sql.tokens import quoted_or_comment

_NAME = r"(?:[\w$]+|\"(?:[^\"]|\"\")+\"|`(?:[^`]|``)+`|\[[^\]]+\])"
_CREATED = re.compile(
    rf"\bCREATE\s+(?:UNLOGGED\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?((?:{_NAME}\s*\.\s*)?{_NAME})",
    re.IGNORECASE,
)


def read(chosen: Selection, dialect: str, options: dict[str, object] | None = None) -> Watched:
    """Cut the files and return them as if they had been watched, with nothing seen.

    Rules that are ``static`` may look at it.  A table is one that a file before creates, by its text.
    Raises FileError and ScanError for a file that cannot be read.
    """
    rules = rules_of(dialect)
    together = dialect in ("postgres", "sqlite")
    known = set(_created((file.text for file in chosen.base.ups), dialect))
    deploy = []
    for file in chosen.files:
        cut = Cut.of(file.name, file.text, rules, place=str(chosen.base.path / file.name), together=together)
        new = frozenset(_created([cut.text], dialect))
        schema = Schema.of(dialect, (Table(name=each.name, schema=each.schema) for each in known | new))
        said = cut.said or (StatementDirectives(),) * len(cut.statements)
        statements = tuple(
            Observed(
                cut,
                index,
                dialect,
                (),
                schema,
                schema,
                schema,
                (),
                new - known,
                cut.together,
                said=said[index],
                options=options or {},
            )
            for index in range(len(cut.statements))
        )
        deploy.append(ObservedFile(cut, statements, options=options or {}))
        known |= new
    return Watched(tuple(deploy), dialect)


def _created(texts: Iterable[str], dialect: str) -> Iterable[Ident]:
    """Yield the tables that texts create, by the name alone: what a schema is called depends on settings."""
    skipped = quoted_or_comment(rules_of(dialect))
    for text in texts:
        plain = skipped.sub(lambda found: found[0] if found[0][0] in '"`[' else " ", text)
        for found in _CREATED.finditer(plain):
            yield Ident("table", "", re.findall(_NAME, found[1])[-1].strip('"`[]'))
