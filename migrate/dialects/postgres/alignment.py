"""How PostgreSQL puts the values of a row side by side, and what the gaps between them cost.

Sources: `pg_type.typlen` and `typalign`; a short value of varying length begins anywhere, and rows come in
steps of eight bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from migrate.dialects.postgres.names import qualified, quote
from migrate.dialects.postgres.types import TypeText
from migrate.schema.model import Column, Domain, Enum, Schema

STEP = 8
"""Where rows begin, and the widest alignment there is."""


class Extent(NamedTuple):
    """How many bytes a value takes, 0 if that differs, and of how many its place is a multiple."""

    length: int
    align: int


VARIES = Extent(0, 1)
FIXED = {
    **dict.fromkeys(
        ("bigint", "double precision", "money", "timestamp", "time", "pg_lsn", "xid8"), Extent(8, 8)
    ),
    "time with time zone": Extent(12, 8),
    **dict.fromkeys(("interval", "point"), Extent(16, 8)),
    **dict.fromkeys(("line", "circle"), Extent(24, 8)),
    **dict.fromkeys(("box", "lseg"), Extent(32, 8)),
    **dict.fromkeys(("integer", "real", "date", "oid", "xid", "cid"), Extent(4, 4)),
    "macaddr": Extent(6, 4),
    "macaddr8": Extent(8, 4),
    "smallint": Extent(2, 2),
    "tid": Extent(6, 2),
    **dict.fromkeys(("boolean", '"char"'), Extent(1, 1)),
    "uuid": Extent(16, 1),
    "name": Extent(64, 1),
}
"""The types of the server whose values all have one length; enums have that of an integer."""


def extent(type_: str, schema: Schema) -> Extent:
    """Return what a value of a type takes; a type that is not known is one whose length differs."""
    kind = TypeText.of(type_)
    if kind.array:
        return VARIES
    found = FIXED.get(kind.base + kind.tail, FIXED.get(kind.base))
    if found is not None:
        return found
    for each in schema.homes().alone(Enum, Domain):
        if not isinstance(each, (Enum, Domain)):
            continue
        if type_ in (quote(each.name), qualified(each.schema, each.name)):
            return FIXED["integer"] if isinstance(each, Enum) else extent(each.type, schema)
    return VARIES


def packed(columns: Sequence[Column], schema: Schema) -> list[Column]:
    """Return columns in an order without gaps: the widest first, those of varying length last."""

    def place(column: Column) -> tuple[bool, int, bool]:
        length, align = extent(column.type, schema)
        return not length, -align, length % align != 0

    return sorted(columns, key=place)


def wasted(columns: Sequence[Column], schema: Schema) -> int:
    """Return how many bytes a row whose columns all have a value is longer than it would be packed.

    Only what is certain counts: behind a value of varying length the first gap is not known.
    """
    given = [extent(column.type, schema) for column in columns]
    best = [extent(column.type, schema) for column in packed(columns, schema)]
    if VARIES in given:
        return _gaps(given) - _gaps(best)
    data = sum(each.length for each in given)
    return _stepped(data + _gaps(given)) - _stepped(data + _gaps(best))


def _gaps(extents: Sequence[Extent]) -> int:
    lost, offset, known = 0, 0, STEP  # the offset is known up to multiples of ``known``
    for length, align in extents:
        if not length:
            offset, known = 0, 1
            continue
        gap = -offset % min(align, known)
        lost += gap
        offset, known = (offset + gap, known) if align <= known else (0, align)
        offset = (offset + length) % known
    return lost


def _stepped(length: int) -> int:
    return -(-length // STEP) * STEP
