"""Type texts: which carry a character set, and which values of one do not fit another."""

from __future__ import annotations

import re

from migrate.dialects.mysql import text

# A pattern for re.VERBOSE.
TYPE = rf"[a-z][a-z0-9_]*(?:\ precision)?(?:\((?:[^')]|{text.STRING})*\))?(?:\ unsigned)?(?:\ zerofill)?"
_CHARACTERS = re.compile(r"(?:char|varchar|(?:tiny|medium|long)?text|enum|set)\b")
_PLAIN_LOBS = re.compile(
    r"(?:tiny|medium|long)?(?:text|blob)\b|json\b|(?:multi)?(?:point|linestring|polygon)\b|geom"
)


_BYTES = re.compile(r"(?:binary|varbinary|(?:tiny|medium|long)?blob|json)\b")
_SHAPES = re.compile(r"(?:multi)?(?:point|linestring|polygon)\b|geom")
_OPAQUE = ("uuid", "inet4", "inet6")


def convertible(old: str, new: str) -> bool:
    """Return whether the server converts a column of one type to another, whatever is in it."""
    one, two = _kind(old), _kind(new)
    return one == two or "text" in (one, two)


def has_collation(type_: str) -> bool:
    """Return whether values of the type are text."""
    return _CHARACTERS.match(type_) is not None


def is_lob(type_: str) -> bool:
    """Return whether MySQL shows no DEFAULT NULL for a nullable column of the type."""
    return _PLAIN_LOBS.match(type_) is not None


def _kind(type_: str) -> str:
    if has_collation(type_) or _BYTES.match(type_):
        return "text"
    if _SHAPES.match(type_):
        return "shape"
    return base(type_) if base(type_) in _OPAQUE else "number"


def base(type_: str) -> str:
    """Return the word a type begins with."""
    return re.split(r"[( ]", type_, maxsplit=1)[0]


def arguments(type_: str) -> tuple[str, ...]:
    """Return what stands in the parentheses: numbers as text, values of an enum as they are."""
    start = type_.find("(")
    if start < 0:
        return ()
    inside = text.split(type_[start + 1 : text.enclosed(type_, start) - 1])
    return tuple(text.unliteral(each) if each.startswith("'") else each for each in inside)


def character_set(collation: str) -> str:
    """Return the character set of a collation: its name up to the first underscore."""
    return collation.split("_", 1)[0]
