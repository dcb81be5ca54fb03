"""From SHOW CREATE SEQUENCE to a sequence (MariaDB)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from migrate.dialects.mysql.inspect.catalog import Catalog, unreadable
from migrate.schema.model import Sequence

_SEQUENCE = re.compile(
    r"CREATE SEQUENCE .*?`(?: as (?P<type>[a-z ]+?))? start with (?P<start>-?\d+) minvalue (?P<minimum>-?\d+)"
    r" maxvalue (?P<maximum>-?\d+) increment by (?P<increment>-?\d+) (?:nocache|cache (?P<cache>\d+))"
    r" (?P<cycle>no)?cycle(?: ENGINE=(?P<engine>\w+))?(?P<more>.*)",
    re.DOTALL,
)


def read(catalog: Catalog) -> Iterator[Sequence]:
    """Yield the sequences of the database."""
    shown = catalog.show_create("sequence", catalog.sequences)
    for name, row in zip(catalog.sequences, shown, strict=True):
        match = _SEQUENCE.match(row[1])
        if match is None:
            raise unreadable("sequence", name, row[1])
        options = {"engine": match["engine"] or "", "more": match["more"].strip()}
        yield Sequence(
            name=name,
            type=match["type"] or "bigint",
            start=int(match["start"]),
            increment=int(match["increment"]),
            minimum=int(match["minimum"]),
            maximum=int(match["maximum"]),
            cache=int(match["cache"] or 0),
            cycle=match["cycle"] is None,
            options=tuple(sorted((key, value) for key, value in options.items() if value)),
        )
