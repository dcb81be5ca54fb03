"""From the line of SHOW CREATE TABLE to a column: nothing of it is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from migrate.dialects.mysql import types
from migrate.dialects.mysql.inspect.catalog import unreadable
from migrate.dialects.mysql.text import NAME, STRING, enclosed, unliteral, unquote
from migrate.schema.making import copier
from migrate.schema.model import Column

# The parts of a line, in the server's order; expressions stand between them.
_NAME = re.compile(rf"({NAME}) ")
_TYPE = re.compile(
    rf"""(?P<type>{types.TYPE})
    (?:\ /\*M?!\d+\ (?P<compressed>COMPRESSED[^*]*?)\ ?\*/)?
    (?:\ CHARACTER\ SET\ (?P<charset>\w+))?
    (?:\ COLLATE\ (?P<collate>\w+))?
    (?:\ GENERATED\ ALWAYS\ AS\ (?P<generated>ROW\ (?:START|END)|(?=\()))?""",
    re.VERBOSE,
)
_NULL = re.compile(
    r"""(?:\ (?P<stored>STORED|VIRTUAL|PERSISTENT))?
    (?:\ (?P<ref_system_id>REF_SYSTEM_ID=\d+))?
    (?P<not_null>\ NOT\ NULL)?
    (?:\ /\*!80003\ (?P<srid>SRID\ \d+)\ \*/)?
    (?:\ NULL(?=\ |$))?
    (?P<storage>(?:\ /\*!50606\ [A-Z_\ ]+\*/)*)
    (?P<invisible>\ INVISIBLE)?
    (?P<default>\ DEFAULT\ )?""",
    re.VERBOSE,
)
_REST = re.compile(
    rf"""(?:\ ON\ UPDATE\ (?P<on_update>\w+(?:\(\d*\))?))?
    (?P<identity>\ AUTO_INCREMENT)?
    (?:\ (?P<versioning>WITH(?:OUT)?\ SYSTEM\ VERSIONING))?
    (?:\ COMMENT\ (?P<comment>{STRING}))?
    (?P<invisible>\ /\*!80023\ INVISIBLE\ \*/)?""",
    re.VERBOSE,
)
_VALUE = re.compile(rf"\w*{STRING}|[-+\w.`]*")
_CHECK = re.compile(r" CHECK \(")


_named = copier(Column, "name")
_placed = copier(Column, "table", "position")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a line takes from its table's collation and its server.

    ``default_of`` names the default collation of each character set; ``unqualified`` takes the database
    out of names; ``lobs_lack_default`` says that a nullable column of long text shows no DEFAULT NULL.
    ``known`` has what was read before, by the line and by what stands in it behind the name: in many tables
    many columns are equal to the letter, and more in all but the name.
    """

    collation: str
    default_of: Mapping[str, str]
    unqualified: Callable[[str], str]
    lobs_lack_default: bool = False
    known: dict[str, Column] = field(default_factory=dict)


def column(line: str, table: str, position: int, around: Surroundings) -> Column:
    """Return the column of a line such as ``\\`a\\` int(11) DEFAULT 4``.

    What has no field of its own is an option; what is not understood is one too, ``more``.
    """
    known = around.known.get(line)
    if known is None:
        known = around.known[line] = _column(line, table, around)
    return _placed(known, table, position)


def _column(line: str, table: str, around: Surroundings) -> Column:
    """Return the column of a line, of no table and in no place."""
    name = _NAME.match(line)
    head = _TYPE.match(line, name.end()) if name is not None else None
    if name is None or head is None:
        raise unreadable("table", table, line)
    rest = line[name.end() :]
    if rest not in around.known:
        around.known[rest] = Column(name="", **_read(line, head, around))
    return _named(around.known[rest], unquote(name[1]))


def _read(line: str, head: re.Match[str], around: Surroundings) -> dict[str, Any]:
    """Return what a line says behind the name; ``head`` is its type."""
    at, generated = head.end(), head["generated"]
    if generated == "":
        end = enclosed(line, at)
        generated, at = around.unqualified(line[at + 1 : end - 1]), end
    null = _match(_NULL, line, at)
    at, default = null.end(), None
    if null["default"]:
        end = _end_of_value(line, at)
        default, at = around.unqualified(line[at:end]), end
    rest = _match(_REST, line, at)
    more, check = _check(line[rest.end() :])
    type_, nullable = head["type"], not null["not_null"]
    bare = nullable and generated is None and default is None
    options = {
        "compressed": head["compressed"],
        "ref_system_id": null["ref_system_id"],
        "srid": null["srid"],
        "storage": null["storage"].strip() or None,
        "versioning": rest["versioning"],
        "invisible": "yes" if null["invisible"] or rest["invisible"] else None,
        "no_default": "yes" if bare and not (around.lobs_lack_default and types.is_lob(type_)) else None,
        "on_update": rest["on_update"],
        "check": around.unqualified(check) if check is not None else None,
        "more": more or None,
    }
    return {
        "type": type_,
        "nullable": nullable,
        "default": None if default == "NULL" else default,
        "generated": generated,
        "stored": generated is not None and null["stored"] != "VIRTUAL",
        "identity": "auto_increment" if rest["identity"] else None,
        "collation": _collation(head["charset"], head["collate"], type_, around),
        "comment": unliteral(rest["comment"]) if rest["comment"] is not None else None,
        "options": tuple(sorted((key, value) for key, value in options.items() if value is not None)),
    }


def _match(pattern: re.Pattern[str], line: str, start: int) -> re.Match[str]:
    """Return the match of a pattern whose every part may be absent."""
    match = pattern.match(line, start)
    assert match is not None
    return match


def _end_of_value(line: str, start: int) -> int:
    """Return the end of a literal, a word with or without arguments, or what is in parentheses."""
    match = _VALUE.match(line, start)
    end = match.end() if match is not None else start
    return enclosed(line, end) if line.startswith("(", end) else end


def _check(rest: str) -> tuple[str, str | None]:
    """Return what stands before the check at the end of a line, and its expression."""
    match = _CHECK.search(rest)
    if match is None or enclosed(rest, match.end() - 1) != len(rest):
        return rest.strip(), None
    return rest[: match.start()].strip(), rest[match.end() : -1]


def _collation(charset: str | None, collate: str | None, type_: str, around: Surroundings) -> str | None:
    if collate is not None:
        return collate
    if charset is not None:
        return around.default_of.get(charset, charset)
    return around.collation if types.has_collation(type_) else None
