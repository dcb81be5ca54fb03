"""Type texts: what family a type is of, how one is cast to another, and what a cast can lose."""

from __future__ import annotations

import re
from dataclasses import dataclass

from migrate.dialects.postgres import names

_TYPE = re.compile(
    r"(?P<base>[^(\[]+?)(?:\((?P<limits>[0-9, -]+)\))?"
    r"(?P<tail> with(?:out)? time zone)?(?P<array>(?:\[\])*)\Z"
)
_INTEGERS = {"smallint": 2, "integer": 4, "bigint": 8}
_STRINGS = ("character varying", "character", "text", "name", '"char"', "bpchar")
_NUMBERS = (*_INTEGERS, "numeric", "real", "double precision")
_TIMES = ("date", "timestamp", "time", "interval")
# Pairs that have a cast in pg_cast; all others go by way of text, which every type has.
_FAMILIES = (
    _STRINGS,
    (*_NUMBERS, "money"),
    _TIMES,
    ("json", "jsonb"),
    ("inet", "cidr"),
    ("bit", "bit varying"),
)
_PAIRS = {
    ("boolean", "integer"), ("integer", "boolean"), ("jsonb", "boolean"), ("jsonb", "numeric"),
    ("jsonb", "integer"), ("jsonb", "bigint"), ("jsonb", "smallint"), ("jsonb", "real"),
    ("jsonb", "double precision"),
}  # fmt: skip
_KEEP = {("real", "double precision"), ("json", "jsonb"), ("jsonb", "json"), ("date", "timestamp")}
_ASIDE = "__replaced"
_NEUTRAL = {
    **dict.fromkeys((*_NUMBERS, "money"), "0"),
    **dict.fromkeys((*_STRINGS, "bytea", "citext", "public.citext", "tsvector"), "''"),
    "boolean": "false",
    "date": "CURRENT_DATE",
    "timestamp": "CURRENT_TIMESTAMP",
    "time": "LOCALTIME",
    "interval": "'0'",
    "json": "'{}'",
    "jsonb": "'{}'",
    "uuid": "gen_random_uuid()",
}


@dataclass(frozen=True, slots=True)
class TypeText:
    """``numeric(10,2)[]`` in its parts; ``limits`` are the numbers in brackets."""

    base: str
    limits: tuple[int, ...] = ()
    tail: str = ""
    array: bool = False

    @classmethod
    def of(cls, text: str) -> TypeText:
        """Return the parts of what ``format_type`` printed."""
        match = _TYPE.match(text)
        if match is None:
            return cls(text)
        limits = tuple(int(each) for each in (match["limits"] or "").split(",") if each)
        return cls(match["base"], limits, match["tail"] or "", bool(match["array"]))


def same_family(old: str, new: str) -> bool:
    """Return whether values of two types compare with one another: a foreign key survives the change."""
    was, now = TypeText.of(old), TypeText.of(new)
    if was.array or now.array:
        return was == now
    return was.base == now.base or any(
        was.base in family and now.base in family for family in (_STRINGS[:3], _NUMBERS)
    )


def converted(column: str, old: str, new: str) -> str:
    """Return an expression that turns a column of one type into another, for ``USING``."""
    was, now = TypeText.of(old), TypeText.of(new)
    if was.array != now.array:
        return f"{column}::text::{new}"
    if was.base == "bytea" and now.base in _STRINGS:
        return f"convert_from({column}, 'UTF8')::{new}"
    if was.base in _STRINGS and now.base == "bytea":
        return f"convert_to({column}, 'UTF8')"
    direct = (
        was.base == now.base
        or was.base in _STRINGS
        or now.base in _STRINGS
        or (was.base, now.base) in _PAIRS
        or any(was.base in family and now.base in family for family in _FAMILIES)
    )
    if direct:
        return f"{column}::{new}"
    return f"{column}::text[]::{new}" if was.array else f"{column}::text::{new}"


def unfit(column: str, old: str, new: str) -> str | None:
    """Return a condition true for rows whose value a change would cut or refuse, ``None`` if there are none.

    A condition that cannot be told from the types alone is ``column IS NOT NULL``.
    """
    was, now = TypeText.of(old), TypeText.of(new)
    if was == now:
        return None
    if was.array or now.array:
        return None if _widens(was, now) and was.array == now.array else f"{column} IS NOT NULL"
    if _widens(was, now):
        return None
    if now.base in _STRINGS and now.limits:
        return f"char_length({column}::text) > {now.limits[0]}"
    if was.base in _NUMBERS and now.base in _INTEGERS:
        edge = 2 ** (8 * _INTEGERS[now.base] - 1)
        exact = "" if was.base in _INTEGERS else f" OR {column} <> trunc({column})"
        return f"{column} NOT BETWEEN {-edge} AND {edge - 1}{exact}"
    if was.base in _NUMBERS and now.base == "numeric" and now.limits:
        digits, scale = (*now.limits, 0)[:2]
        number = f"{column}::numeric"
        return f"abs({number}) >= 1e{digits - scale} OR {number} <> round({number}, {scale})"
    if was.base in _TIMES and now.base in _TIMES and "time" not in (was.base, now.base):
        return f"{column}::{new}::{old} IS DISTINCT FROM {column}"
    return f"{column} IS NOT NULL"


def _widens(was: TypeText, now: TypeText) -> bool:
    if was.base in _STRINGS[:3] and now.base in ("text", "character varying"):
        return not now.limits or (was.limits != () and was.limits[0] <= now.limits[0])
    if was.base in _INTEGERS and now.base in _INTEGERS:
        return _INTEGERS[was.base] <= _INTEGERS[now.base]
    if was.base in _INTEGERS and now.base == "numeric":
        return not now.limits
    if was.base == now.base == "numeric":
        if not now.limits:
            return True
        old, new = (*was.limits, 0)[:2], (*now.limits, 0)[:2]
        return bool(was.limits) and old[1] <= new[1] and old[0] - old[1] <= new[0] - new[1]
    if was.base == now.base and was.tail == now.tail and was.base in _TIMES:
        return not now.limits or (was.limits != () and was.limits <= now.limits)
    if (was.base, now.base) in _KEEP:
        return True
    return now.base in _STRINGS and not now.limits and now.base in ("text", "character varying")


def neutral(type_text: str) -> str | None:
    """Return a value of a type for rows that need one: nothing, nought, now; ``None`` if there is no such."""
    kind = TypeText.of(type_text)
    if kind.array:
        return "'{}'"
    return _NEUTRAL.get(kind.base)


def renamed(type_text: str, old: str, new: str) -> str | None:
    """Return a type text with the type's name replaced, ``None`` if it is of another type."""
    if type_text == old or type_text.startswith((old + "[", old + "(")):
        return new + type_text[len(old) :]
    return None


def old_name(name: str) -> str:
    """Return what a type is called while its successor takes its place."""
    return names.quote(name[:52] + _ASIDE)


def is_aside(type_text: str) -> bool:
    """Return whether a type is one that was put aside by :func:`old_name`."""
    return TypeText.of(type_text).base.rstrip('"').endswith(_ASIDE)
