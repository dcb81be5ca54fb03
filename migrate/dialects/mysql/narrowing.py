"""Which values of a column would not survive a change of its type: a condition for WHERE."""

from __future__ import annotations

import re

from migrate.dialects.mysql.text import literal, quote
from migrate.dialects.mysql.types import arguments, base, character_set, has_collation
from migrate.schema.model import Column

_BITS = {"tinyint": 8, "smallint": 16, "mediumint": 24, "int": 32, "bigint": 64}
_LENGTHS = {
    "tinytext": 255,
    "tinyblob": 255,
    "text": 65535,
    "blob": 65535,
    "mediumtext": 2**24 - 1,
    "mediumblob": 2**24 - 1,
    "longtext": 2**32 - 1,
    "longblob": 2**32 - 1,
}
_CHARACTERS, _BYTES = ("char", "varchar"), ("binary", "varbinary")
_MOMENTS = ("time", "datetime", "timestamp")
_UNICODE = ("utf8mb4", "utf16", "utf32", "ucs2", "utf8mb3", "utf8")


def lost(old: Column, new: Column) -> str | None:
    """Return the condition that holds for a value that changes or is refused, ``None`` if none can.

    Where the two types have no common measure, the condition is that converting it there and back gives
    another value, or for what cannot be compared so, that there is a value at all.
    """
    name = quote(old.name)
    if old.generated is None and new.generated is not None:
        return f"{name} is not null"
    if old.generated is not None:
        # What is computed is computed again; a plain column cannot take over what was never stored.
        return f"{name} is not null" if new.generated is None and not old.stored else None
    if (old.type, old.collation) == (new.type, new.collation):
        return None
    found = _same_family(name, old, new)
    conditions = [f"{name} is not null"] if found is None else [each for each in found if each]
    charset = _charset_lost(name, old, new)
    if charset is not None:
        conditions.append(charset)
    return " or ".join(conditions) or None


def _same_family(name: str, old: Column, new: Column) -> tuple[str, ...] | None:
    """Return the conditions for types of one family, ``None`` for two families."""
    one, two = base(old.type), base(new.type)
    if one in _BITS and two in _BITS:
        return _integers(name, old.type, new.type)
    if one == two and one in ("enum", "set"):
        return (_members(name, old.type, new.type),)
    if one == two == "decimal" or (one in _BITS and two == "decimal"):
        return (_decimals(name, old.type, new.type),)
    if one in _MOMENTS and one == two:
        return (_moments(name, old.type, new.type),)
    if two in _LENGTHS or two in (*_CHARACTERS, *_BYTES):
        return _lengths(name, old, new)
    if one == two and old.type.split("(")[0] == new.type.split("(")[0] and one in ("float", "double"):
        return (f"cast({name} as char) <> {name}",) if arguments(new.type) else ()
    if (one, two) in (("float", "double"), ("date", "datetime")) and not arguments(new.type):
        return ()
    return () if one == two and arguments(old.type) == arguments(new.type) else None


def _integers(name: str, old: str, new: str) -> tuple[str, ...]:
    low, high = _range(new)
    old_low, old_high = _range(old)
    return (f"{name} < {low}" if old_low < low else "", f"{name} > {high}" if old_high > high else "")


def _range(type_: str) -> tuple[int, int]:
    bits = _BITS[base(type_)]
    return (0, 2**bits - 1) if "unsigned" in type_ else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def _members(name: str, old: str, new: str) -> str:
    gone = [each for each in arguments(old) if each not in arguments(new)]
    if base(old) == "set":
        return " or ".join(f"find_in_set({literal(each)}, {name})" for each in gone)
    return f"{name} in ({', '.join(map(literal, gone))})" if gone else ""


def _decimals(name: str, old: str, new: str) -> str:
    if base(old) == "decimal":
        (digits, scale), (new_digits, new_scale) = _digits(old), _digits(new)
        unsigned = "unsigned" in new and "unsigned" not in old
        if new_scale >= scale and new_digits - new_scale >= digits - scale and not unsigned:
            return ""
    digits, scale = _digits(new)
    negative = f" or {name} < 0" if "unsigned" in new else ""
    return f"round({name}, {scale}) <> {name} or abs({name}) >= 1e{digits - scale}{negative}"


def _digits(type_: str) -> tuple[int, int]:
    found = re.search(r"\((\d+)(?:,(\d+))?\)", type_)
    return (int(found[1]), int(found[2] or 0)) if found else (10, 0)


def _moments(name: str, old: str, new: str) -> str:
    fraction = int((arguments(new) or ("0",))[0])
    if int((arguments(old) or ("0",))[0]) <= fraction:
        return ""
    return f"microsecond({name}) % {10 ** (6 - fraction)} <> 0"


def _lengths(name: str, old: Column, new: Column) -> tuple[str, ...] | None:
    """Return the condition that a value is longer than text or bytes of the new type may be."""
    if base(new.type) in _LENGTHS:
        measure, limit = "octet_length", _LENGTHS[base(new.type)]
    else:
        measure = "char_length" if base(new.type) in _CHARACTERS else "octet_length"
        limit = int((arguments(new.type) or ("1",))[0])
    kind = base(old.type)
    if (has_collation(old.type) or kind in ("json", *_BITS, *_LENGTHS, *_BYTES)) and _longest(
        old, measure
    ) <= limit:
        return ()
    if kind in _BITS:
        return (f"char_length({name}) > {limit}",)
    if base(old.type) in (*_LENGTHS, *_CHARACTERS, *_BYTES, "enum", "set", "json"):
        return (f"{measure}({name}) > {limit}",)
    return (f"char_length({name}) > {limit}",)


def _longest(column: Column, measure: str) -> int:
    kind = base(column.type)
    if kind in _BITS:
        return 20
    if kind in _LENGTHS:
        return _LENGTHS[kind]
    if kind in _BYTES:
        return int((arguments(column.type) or ("1",))[0])
    if kind in ("enum", "set"):
        values = arguments(column.type)
        longest = sum(map(len, values)) + len(values) if kind == "set" else max(map(len, values), default=0)
    else:
        longest = int((arguments(column.type) or ("1",))[0])
    return longest * 4 if measure == "octet_length" else longest


def _charset_lost(name: str, old: Column, new: Column) -> str | None:
    if old.collation is None or new.collation is None:
        return None
    one, two = character_set(old.collation), character_set(new.collation)
    if one == two or two in ("utf8mb4", "utf16", "utf32") or (one == "ascii" and two != "binary"):
        return None
    if one in ("utf8mb3", "utf8", "ucs2") and two in _UNICODE:
        return None
    return f"convert(convert({name} using {two}) using {one}) <> {name}"
